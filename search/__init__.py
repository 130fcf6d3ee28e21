"""Search: an island that knows no application. Whoosh arrives here; until then the database searches."""
