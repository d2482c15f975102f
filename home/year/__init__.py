"""The network's year in numbers, for the office's reports."""
