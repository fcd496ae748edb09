"""The nouns: frozen data that every stage speaks. Standard library only, no I/O."""
