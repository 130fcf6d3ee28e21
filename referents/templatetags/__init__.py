"""Template tags of the plugin."""
