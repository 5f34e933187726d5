"""Accounts, grants, sessions and sign-in."""
