"""The search page, what is suggested while one types, what is said of a search."""
