"""Papers of an invented town, to measure search on: groups, who is in them, and what is written there. Lives in the bench only."""
