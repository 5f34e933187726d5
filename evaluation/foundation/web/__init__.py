"""Access, forms, paging, repeat-safe posts and headers."""
