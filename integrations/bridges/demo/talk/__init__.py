"""A network full of invented talk, to measure on: groups, members, posts, comments, reactions, notifications, written in bulk with right counters."""
