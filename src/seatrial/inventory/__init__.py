"""From a path to every file with format, role, size and digest, in one bounded walk."""
