"""Detects that the call which started a fit has ended, for example by Ctrl-C, while the fit still runs in another thread.

CrossValidator and TrainValidationSplit fit in the threads of a pool, which an interrupt of the main thread does not reach.
"""

import sys
import threading
from types import FrameType
from typing import List

_TUNING = "pyspark.ml.tuning"

#: The uids of the estimators that this thread no longer fits, because their call has ended.
_ended = threading.local()


def _tuning_calls() -> List[FrameType]:
    """The active calls of pyspark.ml.tuning in the main thread."""
    calls = []
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    while frame is not None:
        if frame.f_globals.get("__name__") == _TUNING:
            calls.append(frame)
        frame = frame.f_back
    return calls


class FitCaller:
    """The call that started a fit in this thread."""

    def __init__(self, uid: str) -> None:
        main = threading.current_thread() is threading.main_thread()
        calls = [] if main else _tuning_calls()
        self._uid = uid
        self._call = calls[-1] if calls else None
        # The pool may start the rest of its fits after the call has ended.
        self._ended = not calls and not main and uid in getattr(_ended, "uids", ())

    def has_ended(self) -> bool:
        """Whether the call has ended while the fit still runs."""
        if not self._ended and self._call is not None and self._call not in _tuning_calls():
            self._ended = True
            _ended.uids = {*getattr(_ended, "uids", ()), self._uid}
        return self._ended
