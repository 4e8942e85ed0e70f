"""A stored record: history, follow-up, owner, hold."""
