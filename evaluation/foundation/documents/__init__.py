"""Word and PDF with Chinese typesetting."""
