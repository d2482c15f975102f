"""Measurements on the demo content: `make bench`."""
