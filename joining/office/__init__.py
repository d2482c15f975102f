"""What the office and the board's readers see of applications, and what the office does."""
