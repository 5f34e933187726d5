"""Tables of membership development."""
