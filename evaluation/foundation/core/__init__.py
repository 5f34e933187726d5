"""Database, clock, errors and labelled enumerations."""
