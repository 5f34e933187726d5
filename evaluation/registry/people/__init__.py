"""Persons and their affiliations as of a date."""
