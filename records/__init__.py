"""The records format: reading, checking and writing everything the site knows."""
