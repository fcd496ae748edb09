"""Drafts of the documents that regimes demand: what evidence says is filled in, what only people can say is a gap."""
