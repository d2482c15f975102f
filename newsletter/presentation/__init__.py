"""Issues online, and their feed."""
