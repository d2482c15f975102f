"""Organisations, their membership, their news and those who edit for them."""
