"""The pages of the feed."""
