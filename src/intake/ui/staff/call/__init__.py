"""A call in progress: questions, notes, danger, save status."""
