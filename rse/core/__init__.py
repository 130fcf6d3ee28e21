"""The ground floor: outbox, waking tasks, text, private media, base templates."""
