"""Where the model comes from, and who says so."""
