"""Use cases, one a file; `wiring` builds the real parts."""
