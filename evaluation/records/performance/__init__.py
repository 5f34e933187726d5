"""Campaigns and frontline shifts."""
