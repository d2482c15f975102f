"""Logins: who they are and what nobody may give them."""
