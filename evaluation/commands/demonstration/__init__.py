"""A believable demonstration college, loaded through the real operations. All persons are invented."""
