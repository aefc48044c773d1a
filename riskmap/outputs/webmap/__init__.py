"""The web map: one self-contained page that opens from disk and asks no host anything."""
