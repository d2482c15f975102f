"""The state of translations, and machines that propose one for a person to check."""
