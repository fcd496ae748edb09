"""Anytime-valid intervals: arithmetic only, no sampling and no I/O."""
