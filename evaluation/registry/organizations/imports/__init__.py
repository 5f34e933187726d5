"""Organisations out of a workbook: columns, rows, plan, and what is written."""
