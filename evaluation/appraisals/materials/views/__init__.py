"""Pages of examination materials."""
