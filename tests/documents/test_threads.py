"""Nouns are read by many threads at once from the first reading on, as a server that was just begun does."""

import subprocess
import sys

BEGUN = """
import threading, time
import msgspec._utils as taken_apart

plain = taken_apart.get_class_annotations

def slowly(*given):
    time.sleep(0.002)  # long enough for others to meet what is half known
    return plain(*given)

taken_apart.get_class_annotations = slowly

from seatrial.documents import from_builtins, to_builtins
from seatrial.domain.review import Review
from seatrial.testing.sample_review import clear

told = to_builtins(clear())

def first(number):
    time.sleep(number * 0.004)
    from_builtins(told, Review)

threads = [threading.Thread(target=first, args=(number,)) for number in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_a_noun_that_many_threads_meet_at_once_ends_no_process() -> None:
    """Signal 11, before one thread at a time learnt it."""
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", BEGUN], capture_output=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
