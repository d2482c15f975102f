"""Mails of the newsletter: put together for the languages of a reader, as HTML and as text."""
