"""What the record means for cadres."""
