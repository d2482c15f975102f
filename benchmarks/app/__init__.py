"""One model with generated records; installed by benchmarks/settings.py only."""
