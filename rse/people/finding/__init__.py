"""Finding people from a few words: accents, typos, genders, word order and telephone spellings do not matter; exact answers come first."""

from rse.people.finding.people import Found, find

__all__ = ["Found", "find"]
