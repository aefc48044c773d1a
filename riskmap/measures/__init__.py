"""The few vectorised measures indicators are made of: plain arrays in, plain arrays out.

Geometries are object arrays of shapely geometries in EPSG:28992; lengths and
distances are metres, areas square metres. No frames, no names, no files: a
compiled inside can take the place of any of them, and the slow computation
that checks it stays in the tests.
"""
