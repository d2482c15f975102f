"""What pages of all applications are made of: frame, facts, cards, languages."""
