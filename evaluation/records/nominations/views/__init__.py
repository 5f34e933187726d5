"""Pages of membership development."""
