"""Who exists: organisations, people and accounts."""
