"""The catalogue: one check a file, its cases beside it. The folder is the registry."""
