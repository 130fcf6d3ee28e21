"""Receivers, adapters and templates that join `referents` to the network."""
