"""Staff records: what callers told, encrypted at rest, with their history and an audit trail that shows tampering."""
