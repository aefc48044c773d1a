"""Indicators: one measurement per location, one file per indicator."""
