"""Sections of the system administrator and the auditor, and the home pages of the three administrators."""
