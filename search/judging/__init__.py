"""How good the search is, against people's judgements."""
