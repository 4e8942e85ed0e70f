"""The end of a call: read-back, consent, files, outcome."""
