"""Issues, their sending and archive, and those who read them."""
