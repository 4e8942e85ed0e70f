"""Staff records, encrypted at rest, with every earlier version and a tamper-evident audit trail."""
