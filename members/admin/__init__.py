"""Wagtail's lists, choosers and actions, narrowed to what somebody may see."""
