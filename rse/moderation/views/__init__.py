"""Pages of moderation: reporting, judging, what concerns me, crises."""
