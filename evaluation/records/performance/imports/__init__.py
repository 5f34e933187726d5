"""The frontline log out of a workbook: columns, rows, names looked up, and shifts handed in."""
