"""What is handed on to other programs, in the formats they read."""
