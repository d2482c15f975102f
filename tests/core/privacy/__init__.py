"""Tests of the table of personal data."""
