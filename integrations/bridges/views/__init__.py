"""Pages that need both islands."""
