"""Turns HTML into a tagged, archivable PDF in a child process."""
