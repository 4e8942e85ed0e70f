"""What only family screens use."""
