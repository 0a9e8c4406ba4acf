"""How many threads the numeric libraries may use."""

from __future__ import annotations

import os

# A question is too short a computation for more.
_MOST = 4


def threads() -> int:
    """The cores that this process may use, at most four.

    Every library is given this number explicitly: left alone, each takes all cores for a pool of its own and
    the pools wait for one another, at a cost of a factor of two to three on two cores.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST, allowed))
