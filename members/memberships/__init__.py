"""Memberships from the application to the end: steps, standing on a day, screens, lists, roll."""
