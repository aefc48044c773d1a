"""Themes: which indicators, in which families, with which weights, for which places."""
