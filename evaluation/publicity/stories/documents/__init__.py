"""What a story leaves the house as: Word, PDF, web page, WeChat article."""
