"""Reports, measures with their reasons, the right of reply; the charter of use."""
