"""How French words are read, the same way in the index and in a query: elisions, accents, plurals, feminine titles, acronyms."""
