"""The roster out of a workbook: columns, rows, comparison with what is there, and what is written."""
