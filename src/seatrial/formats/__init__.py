"""One parser a file. They read bounded amounts, recurse to bounded depth and execute nothing.

The folder is the registry: every module that has the names of `protocol.FormatModule` is found by the inventory.
"""
