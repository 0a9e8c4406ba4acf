"""How many threads the numeric libraries may use."""

from __future__ import annotations

import os

# More would only help to index an event larger than any.
_MOST = 4


def threads() -> int:
    """The cores that this process may use, at most four."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST, allowed))


def compute_on_one_thread() -> None:
    """Let BLAS and FAISS compute on the thread that calls them.

    A question is too short for more: left alone, each library keeps a pool of its own spinning, and on two
    cores they held a question up from 8 ms to 65.
    """
    import faiss
    from threadpoolctl import threadpool_limits

    faiss.omp_set_num_threads(1)
    threadpool_limits(1, user_api="blas")
