"""Import jobs, their reports and their undo."""
