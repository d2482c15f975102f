"""Joining the network: applications, their files and referees, and how the office decides."""
