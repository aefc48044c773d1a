"""Layers: geographic data that passed the border."""
