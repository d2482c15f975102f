"""What the templates of the members application, and those built on it, are given."""
