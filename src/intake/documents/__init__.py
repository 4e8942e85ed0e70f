"""What a person can take away: documents made from a summary."""
