"""What the templates of the practices application are given."""
