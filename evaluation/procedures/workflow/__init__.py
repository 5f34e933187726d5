"""Matters, step tables, history, tasks and numbers."""
