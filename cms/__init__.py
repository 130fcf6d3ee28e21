"""Wagtail pages and the rights on what Wagtail owns (pages, images, documents)."""
