"""Reads over appraisals."""
