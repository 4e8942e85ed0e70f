"""Next Step, a guided family intake. Questions, rules, and texts are in content/; this package applies them."""
