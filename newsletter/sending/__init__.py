"""Sending: a ledger with a row per reader, from the schedule to what became of each mail."""
