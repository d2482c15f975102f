"""Work in the background: the worker, its leases and slices, and whether all is well."""
