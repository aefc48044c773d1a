"""The pipeline: where names in a project file are bound to things, once per run."""
