"""Exemplary deeds."""
