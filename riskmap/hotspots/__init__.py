"""Where high scores lie together more than chance would put them."""
