"""Runs the plan: exactly one outcome per planned check, in worker processes that can do nothing but look."""
