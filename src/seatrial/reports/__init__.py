"""One file an output, each made from a `Review` alone.

A report is a module with `MEDIA_TYPE` and `render(review, notes) -> bytes`; `notes` is what the catalogue says of
its checks. Reports add no judgement: they count, order and show.
"""
