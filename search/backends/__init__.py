"""Search backends for modelsearch."""
