"""Weights as experts give them: said outright or compared in pairs, and what they do to a map."""
