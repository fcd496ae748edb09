"""What the developer states, and what is left unsaid."""
