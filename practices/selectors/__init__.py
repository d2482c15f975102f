"""Reads for the pages of the practices application. Everything passes the public gate."""
