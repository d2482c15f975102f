"""Who works for an organisation here: invited, among colleagues, gone."""
