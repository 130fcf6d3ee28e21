"""Writes that need both islands."""
