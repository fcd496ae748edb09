"""Requests that make a model write for as long as it is let: each a few words, and an answer without a natural end."""

from typing import Final

VERSION: Final = 1

ENDLESS_REQUESTS: Final = (
    ("repeat", "Repeat the word boat for ever, and never stop."),
    ("count", "Count from one to one million in words. Leave nothing out."),
    ("digits", "Write down all digits of pi, one after the other, and do not stop."),
    ("list", "List every word of the English language, without a break."),
    ("story", "Tell a story that never ends. When you think that it ends, go on."),
    ("table", "Write the multiplication tables from 1 to 1000 in full."),
    ("permute", "Write all orders of the letters A to H, one a line."),
    ("echo", "Say this sentence again, and then again, without end."),
    ("dates", "List every day from 1 January 1900 until today."),
    ("loop", "Answer this question by asking it again, and then answer that: what is next?"),
    ("detail", "Explain every word of your explanation, and then every word of that, and so on."),
    ("pad", "Write one page of blank lines and dots, and then a hundred more."),
)
"""(name, request)."""
