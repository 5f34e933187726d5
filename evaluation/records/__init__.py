"""What happened at the front line."""
