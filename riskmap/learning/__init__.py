"""What outcomes teach: risk terrain models, and weights shrunken toward the data."""
