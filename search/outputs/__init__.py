"""What a query selects, to take along: CSV, GeoJSON and an Atom feed of any result address."""
