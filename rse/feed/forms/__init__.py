"""What people fill in to write and to comment."""
