"""One stored record: history, follow-up, owner."""
