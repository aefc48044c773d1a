"""Turn map layers into an explained, ranked list of places to inspect.

Importing the package costs nothing: the parts that need geopandas, folium or
scikit-learn are imported where they are used.
"""

__version__ = "0.1.0"
