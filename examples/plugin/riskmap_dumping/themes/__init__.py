"""Themes as data: every TOML file beside this one is a theme."""
