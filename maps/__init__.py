"""Places, their layers, the map and what leaves it."""
