"""Accounts, roles, sessions and locks as the security administrator keeps them."""
