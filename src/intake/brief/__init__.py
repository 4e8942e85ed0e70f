"""Answers and assessment in words: the rows and the outline that every output renders."""
