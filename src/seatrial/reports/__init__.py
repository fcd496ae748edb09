"""One file an output, each made from a `Review` alone."""
