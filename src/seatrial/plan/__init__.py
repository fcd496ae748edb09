"""From the chosen regimes to the least set of checks, what cannot run and why."""
