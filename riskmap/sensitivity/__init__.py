"""How sure a rank is when weights and thresholds are not known exactly."""
