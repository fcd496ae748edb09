"""A case: append-only signed events, and all that follows from them, as pure functions of (regime, events, now)."""
