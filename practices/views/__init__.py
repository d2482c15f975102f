"""Public views of the registers, lists, countries and themes."""
