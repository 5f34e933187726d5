"""Rules as data, in force on a day."""
