"""What tests stand on: factories, browser, databases."""
