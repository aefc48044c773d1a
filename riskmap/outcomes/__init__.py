"""Foreign ranked lists and outcomes: read, recognised, and laid beside each other."""
