"""The office's pages on people's data: one person's, and the record of processing."""
