"""Consent of named persons to publication."""
