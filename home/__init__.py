"""The front page, the office's own pages, permanent addresses and the demo content."""
