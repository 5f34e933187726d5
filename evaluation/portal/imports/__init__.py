"""Import pages: upload, check, done, undo."""
