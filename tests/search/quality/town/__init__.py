"""The invented town as searchable models: proxies that live in this measure only."""
