"""What the network of referents does for citizens, in figures: by subject, department, account, network and period, never by person."""
