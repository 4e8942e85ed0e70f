"""Next Step: guided family intake. Questions, rules and words live in content/; this package reads and applies them."""
