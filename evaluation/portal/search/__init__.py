"""Search over visible matters and people."""
