"""The public register: what a publication says, and what follows from many of them."""
