"""Finding in any language: the query, the vocabulary and the engines."""
