"""One's own record."""
