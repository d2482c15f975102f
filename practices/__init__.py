"""Practices, projects, studies, study visits, materials and the office's registers."""
