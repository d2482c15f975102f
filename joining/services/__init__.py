"""Everything that changes an application; a view asks one of these and nothing else writes."""
