"""Would it do as well elsewhere and later: everything is fitted inside the training fold."""
