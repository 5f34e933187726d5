"""The page of one person: card, history as of a day, evidence and matters."""
