"""A call in progress: questions, notes, danger, saving."""
