"""The screen on which the office says what the network is called, and what its colours do."""
