"""Burden beside coverage: what a wording of a rule costs and what it catches, on a review or on a portfolio."""
