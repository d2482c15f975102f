"""What the admin's forms, lists and choosers share: who may see and choose what."""
