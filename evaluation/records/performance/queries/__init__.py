"""Reads over shifts, people as of a day, row checks, groups and campaigns."""
