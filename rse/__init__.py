"""Relais: the internal social network of a local authority."""
