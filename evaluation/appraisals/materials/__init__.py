"""Examination material with cited statements."""
