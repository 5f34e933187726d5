"""Inspection, cleaning and storage of files."""
