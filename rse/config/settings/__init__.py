"""One module per way to run: base is shared, dev, test and prod refine it."""
