"""Pages of exemplary deeds."""
