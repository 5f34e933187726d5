"""Citable facts, their citations and who leans on them."""
