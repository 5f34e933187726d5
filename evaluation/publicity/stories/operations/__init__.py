"""What happens to stories: writing, asking, reviewing, leaving the house, the list of banned words."""
