"""Locations: the places that are scored, with their members."""
