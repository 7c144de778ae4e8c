"""Runs a fit in the JVM, shows its progress, and cancels it on Ctrl-C."""

import math
import re
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Union

from pyspark import InheritableThread
from pyspark.errors import PySparkException

from thalweg._caller import FitCaller

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject

#: Seconds between two polls of the progress of a fit.
_POLL = 0.1

_CANCELLED = "the fit was cancelled"


class ThalwegError(PySparkException):
    """Raised when a fit fails for another reason than invalid settings or rows."""


class FitCancelledError(ThalwegError):
    """Raised when a fit is cancelled by ``cancel()``."""


@dataclass(frozen=True)
class FitProgress:
    """The progress of a fit.

    Attributes
    ----------
    epochs : int
        number of completed epochs
    of : int
        maximum number of epochs; 0 while rows are being prepared
    trainLoss : float or None
        mean training loss of the last epoch; None before the first
    validationLoss : float or None
        mean loss over the validation rows after that epoch; None if there are none
    """

    epochs: int
    of: int
    trainLoss: Optional[float]
    validationLoss: Optional[float]


#: None: a progress bar in interactive sessions; True or False: a bar or none; a function: called after epochs.
Progress = Union[None, bool, Callable[[FitProgress], None]]


def _number(loss: float) -> Optional[float]:
    return None if math.isnan(loss) else loss


def running(java_estimator: "JavaObject") -> List[FitProgress]:
    """The progress of the running fits of an estimator and its copies."""
    return [
        FitProgress(each.epochs(), each.of(), _number(each.trainLoss()), _number(each.validationLoss()))
        for each in java_estimator.progress()
    ]


def _final_progress(java_model: "JavaObject") -> FitProgress:
    summary = java_model.summary()
    losses, validation = summary.objectiveHistory(), summary.validationHistory()
    epochs = len(losses)
    if not epochs:
        return FitProgress(0, 0, None, None)
    return FitProgress(epochs, epochs, _number(losses[epochs - 1]), _number(validation[epochs - 1]))


def _is_interactive() -> bool:
    """Whether the process runs in a terminal or a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None and hasattr(shell, "kernel"):
        return True
    return sys.stderr is not None and sys.stderr.isatty()


class _Bar:
    """A progress bar of epochs, with the last loss."""

    def __init__(self, name: str) -> None:
        from tqdm.auto import tqdm

        self._bar: Any = tqdm(desc=name, unit="epoch", total=None, leave=True)

    def __call__(self, progress: FitProgress) -> None:
        if progress.of and self._bar.total != progress.of:
            self._bar.total = progress.of
        losses = {"loss": progress.trainLoss, "validation": progress.validationLoss}
        self._bar.set_postfix({name: f"{loss:.5f}" for name, loss in losses.items() if loss is not None}, refresh=False)
        self._bar.update(progress.epochs - self._bar.n)

    def close(self) -> None:
        self._bar.close()


def _bar(name: str, progress: Progress) -> Optional[_Bar]:
    requested = progress is True
    main = threading.current_thread() is threading.main_thread()
    if not requested and not (progress is None and main and _is_interactive()):
        return None
    try:
        return _Bar(name)
    except ImportError:
        if requested:
            raise ImportError(
                "setProgress(True): expected the package tqdm, found none; run pip install tqdm, or pass a function"
            ) from None
        return None


def clear(error: BaseException) -> BaseException:
    """Converts an error of a fit: our own exceptions to our own classes, all others without the stack trace of the JVM."""
    java = getattr(error, "java_exception", None)
    if java is not None:
        return _by_class(java.getClass().getName(), java.getMessage()) or error
    remote = _REMOTE.match(getattr(error, "_message", None) or "")
    ours = _by_class(remote[1], remote[2]) if remote else None
    if ours is None and hasattr(error, "_display_stacktrace"):
        error._display_stacktrace = False
    return ours or error


#: The message of Spark Connect for an exception without a class in Python.
_REMOTE = re.compile(r"\(([\w.$]+)\) (.*)", re.DOTALL)


def _by_class(name: str, message: str) -> Optional[ThalwegError]:
    if name == "java.util.concurrent.CancellationException":
        return FitCancelledError(message)
    if name.startswith("org.thalweg.") or name == "java.lang.IllegalStateException":
        return ThalwegError(message)
    return None


def fit(stage: str, uid: str, java_estimator: "JavaObject", java_dataset: "JavaObject", progress: Progress) -> "JavaObject":
    """Runs a fit. The JVM is called on another thread, so that this thread can be interrupted."""
    caller = FitCaller(uid)
    if caller.has_ended():
        raise FitCancelledError(_CANCELLED)
    done = threading.Event()
    model: List["JavaObject"] = []
    errors: List[BaseException] = []

    def work() -> None:
        try:
            model.append(java_estimator.fit(java_dataset))
        except BaseException as error:
            errors.append(error)
        finally:
            done.set()

    bar = _bar(stage, progress)
    listener = bar if bar is not None else progress if callable(progress) else None
    InheritableThread(target=work, daemon=True).start()
    try:
        last = None
        while not done.wait(_POLL):
            if caller.has_ended():
                raise FitCancelledError(_CANCELLED)
            fits = running(java_estimator) if listener is not None else []
            if len(fits) == 1 and fits[0] != last and listener is not None:
                last = fits[0]
                if last.epochs:
                    listener(last)
        if errors:
            raise errors[0]
        end = _final_progress(model[0]) if listener is not None else None
        if end is not None and listener is not None and (last is None or end.epochs != last.epochs):
            listener(end)
        return model[0]
    except BaseException:
        caller.has_ended()  # remembers it for the thread's next fit from the pool
        while not done.wait(_POLL):  # repeated, because a fit that is just starting cannot be cancelled yet
            java_estimator.cancel()
        raise
    finally:
        if bar is not None:
            bar.close()
