"""The office's desk: choose what goes into an issue, put it in order, send it."""
