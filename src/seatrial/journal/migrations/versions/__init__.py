"""The steps, one a file, each with its way back."""
