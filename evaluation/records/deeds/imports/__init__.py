"""Deed forms (先进事迹申报表) out of Word files: what is in a folder, what a form says, and the drafts made of it."""
