"""Pages of figures, and of first steps."""
