"""What people fill in about shifts, groups and campaigns."""
