"""Featured stories from deed to release."""
