"""Quality and bias checks of a map: what is unknown, who is ranked more, where data stop or age."""
