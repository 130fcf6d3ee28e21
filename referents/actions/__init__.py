"""Everything that changes something. Plain functions: allowed? valid? write, journal, announce, in one transaction."""
