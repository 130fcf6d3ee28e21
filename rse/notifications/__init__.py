"""Telling people: rows with a per-recipient sequence, bell, e-mail, catch-up."""
