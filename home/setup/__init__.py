"""The first hour of a new site: what is left to do, each thing with a tick."""
