"""What colleagues tell each other: posts, comments, reactions, polls."""
