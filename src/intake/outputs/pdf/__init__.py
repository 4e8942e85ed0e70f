"""Renders HTML as a tagged, archivable PDF in a child process."""
