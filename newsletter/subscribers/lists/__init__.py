"""A list of readers from elsewhere: read, understood, shown, taken in."""
