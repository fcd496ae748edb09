"""Seatrial: one review of an AI model, run where it lives, verifiable by anyone."""
