"""What is measured, and against what: each case beside the bare Flask and raw SQL version of the same work."""
