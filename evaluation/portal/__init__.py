"""What everybody sees: reads everything, owns nothing."""
