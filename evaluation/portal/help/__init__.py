"""Short help and the accessibility statement."""
