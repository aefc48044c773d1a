"""One file per command, or per few commands that belong together."""
