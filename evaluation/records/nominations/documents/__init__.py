"""Papers of membership development as Word, filled from what is known; always Chinese."""
