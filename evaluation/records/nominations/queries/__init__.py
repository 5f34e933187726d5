"""Reads over cases."""
