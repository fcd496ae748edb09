"""Runs planned checks in contained workers, to exactly one outcome each."""
