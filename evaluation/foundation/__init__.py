"""Tools without a domain word; every wing stands on them."""
