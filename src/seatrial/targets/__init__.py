"""Ways to ask a model, one file each behind one protocol."""
