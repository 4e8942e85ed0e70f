"""The end of a call: read back, consent, outcome, files."""
