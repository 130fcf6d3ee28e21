"""Words between a few people."""
