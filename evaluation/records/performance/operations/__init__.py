"""What happens to shifts, groups and campaigns."""
