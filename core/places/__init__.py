"""Towns of Europe by name and by point, without any network."""
