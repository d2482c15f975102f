"""The office's pages on what people look for and what can't be found."""
