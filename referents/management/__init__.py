"""Commands a host runs."""
