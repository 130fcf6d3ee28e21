"""Search: a Whoosh backend for modelsearch and Wagtail, French analysis, and scopes that apply rights in SQL. Knows no application."""
