"""A bare Wagtail host for the plugin's tests."""
