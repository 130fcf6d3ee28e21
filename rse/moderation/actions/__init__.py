"""Everything that writes in moderation: one plain function each, journalled, announced by a signal of `rse.moderation.signals`."""
