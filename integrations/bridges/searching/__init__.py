"""What the search page finds in each room, how it shows it, and what the index is told when a room changes."""
