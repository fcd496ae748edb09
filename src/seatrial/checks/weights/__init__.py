"""The numbers themselves, streamed."""
