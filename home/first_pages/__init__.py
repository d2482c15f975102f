"""The drafts a new site starts with: about, how to join … imprint, in every language."""
