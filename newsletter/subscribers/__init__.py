"""Readers and their consent: coming, choosing, leaving, being erased."""
