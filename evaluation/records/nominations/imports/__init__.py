"""Running cases out of the workbook that branches keep."""
