"""Example plug-in of riskmap: an indicator, a layer and a theme of one's own."""
