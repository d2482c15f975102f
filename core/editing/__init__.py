"""The admin of this site: its panels, views and tables; what its forms ask is in `core.forms`."""
