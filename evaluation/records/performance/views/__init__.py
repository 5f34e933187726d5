"""Pages of shifts, groups and campaigns."""
