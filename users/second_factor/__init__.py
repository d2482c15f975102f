"""The second factor: a code of the telephone beside the password, and codes on paper for its loss.

The reasons are in docs/decisions/two-factor.md.
"""
