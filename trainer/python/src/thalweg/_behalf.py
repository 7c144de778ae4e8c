"""Finds out that the call which a fit is for has ended, as by Ctrl-C, while the fit goes on in another thread.

CrossValidator and TrainValidationSplit fit in threads of a pool, which an interrupt of the main thread does not reach.
"""

import sys
import threading
from types import FrameType
from typing import List

_TUNING = "pyspark.ml.tuning"

#: The estimators, by uid, whose fits this thread does no more.
_left = threading.local()


def _tuning_calls() -> List[FrameType]:
    """The calls of pyspark.ml.tuning that the main thread is in."""
    calls = []
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    while frame is not None:
        if frame.f_globals.get("__name__") == _TUNING:
            calls.append(frame)
        frame = frame.f_back
    return calls


class Behalf:
    """Whose a fit of this thread is."""

    def __init__(self, uid: str) -> None:
        main = threading.current_thread() is threading.main_thread()
        calls = [] if main else _tuning_calls()
        self._uid = uid
        self._call = calls[-1] if calls else None
        # The pool hands out what is left of its work, too.
        self._left = not calls and not main and uid in getattr(_left, "uids", ())

    def is_gone(self) -> bool:
        """Whether the call that the fit is for has ended without it."""
        if not self._left and self._call is not None and self._call not in _tuning_calls():
            self._left = True
            _left.uids = {*getattr(_left, "uids", ()), self._uid}
        return self._left
