"""The police layer done right: counts, rates and what little they say where they are small."""
