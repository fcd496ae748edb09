"""Files that attack whoever loads them."""
