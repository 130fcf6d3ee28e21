"""Groups: open, closed, non-visible; who is in them, and with which role."""
