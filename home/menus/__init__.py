"""Menus: what the head and the foot of every page lead to, and how the office changes that."""
