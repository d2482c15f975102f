"""What of the applications can be searched, and how it is read."""
