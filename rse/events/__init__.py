"""What takes place, where and when, and who comes."""
