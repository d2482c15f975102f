"""The roof: settings, addresses, catalogues, templates and static files."""
