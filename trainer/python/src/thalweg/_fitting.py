"""Runs a fit in the JVM: shows how far it is, and cancels it with Ctrl-C."""

import math
import re
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Union

from pyspark import InheritableThread
from pyspark.errors import PySparkException

from thalweg._behalf import Behalf

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject

#: Seconds between two looks at how far a fit is.
_POLL = 0.1

_CANCELLED = "the fit was cancelled"


class ThalwegError(PySparkException):
    """A fit that failed, for another reason than a wrong setting or row."""


class FitCancelledError(ThalwegError):
    """A fit that was cancelled by ``cancel()``."""


@dataclass(frozen=True)
class FitProgress:
    """How far a fit is.

    Attributes
    ----------
    epochs : int
        epochs that are done
    of : int
        epochs at most; 0 as long as rows are prepared
    trainLoss : float or None
        mean training loss of the last epoch; None before the first
    validationLoss : float or None
        mean loss of the validation rows after it; None where there are none
    """

    epochs: int
    of: int
    trainLoss: Optional[float]
    validationLoss: Optional[float]


#: None for a bar where a person looks on, a truth value for one or none, a function to call after epochs.
Progress = Union[None, bool, Callable[[FitProgress], None]]


def _number(loss: float) -> Optional[float]:
    return None if math.isnan(loss) else loss


def running(java_estimator: "JavaObject") -> List[FitProgress]:
    """How far the fits of an estimator and its copies are."""
    return [
        FitProgress(each.epochs(), each.of(), _number(each.trainLoss()), _number(each.validationLoss()))
        for each in java_estimator.progress()
    ]


def _ended(java_model: "JavaObject") -> FitProgress:
    summary = java_model.summary()
    losses, validation = summary.objectiveHistory(), summary.validationHistory()
    epochs = len(losses)
    if not epochs:
        return FitProgress(0, 0, None, None)
    return FitProgress(epochs, epochs, _number(losses[epochs - 1]), _number(validation[epochs - 1]))


def _somebody_looks_on() -> bool:
    """Whether this is a terminal or a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None and hasattr(shell, "kernel"):
        return True
    return sys.stderr is not None and sys.stderr.isatty()


class _Bar:
    """A bar of epochs, with the last loss beside it."""

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
    asked = progress is True
    main = threading.current_thread() is threading.main_thread()
    if not asked and not (progress is None and main and _somebody_looks_on()):
        return None
    try:
        return _Bar(name)
    except ImportError:
        if asked:
            raise ImportError(
                "setProgress(True): expected the package tqdm, found none; pip install tqdm, or give a function"
            ) from None
        return None


def clear(error: BaseException) -> BaseException:
    """An error of a fit with the message alone: no stack trace of the JVM, and one of ours by its own class."""
    java = getattr(error, "java_exception", None)
    if java is not None:
        return _by_class(java.getClass().getName(), java.getMessage()) or error
    remote = _REMOTE.match(getattr(error, "_message", None) or "")
    ours = _by_class(remote[1], remote[2]) if remote else None
    if ours is None and hasattr(error, "_display_stacktrace"):
        error._display_stacktrace = False
    return ours or error


#: How Spark Connect says an exception that it has no class for.
_REMOTE = re.compile(r"\(([\w.$]+)\) (.*)", re.DOTALL)


def _by_class(name: str, message: str) -> Optional[ThalwegError]:
    if name == "java.util.concurrent.CancellationException":
        return FitCancelledError(message)
    if name.startswith("org.thalweg.") or name == "java.lang.IllegalStateException":
        return ThalwegError(message)
    return None


def fit(stage: str, uid: str, java_estimator: "JavaObject", java_dataset: "JavaObject", progress: Progress) -> "JavaObject":
    """Fits. The JVM is called on another thread, so that this one can be interrupted."""
    behalf = Behalf(uid)
    if behalf.is_gone():
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
            if behalf.is_gone():
                raise FitCancelledError(_CANCELLED)
            fits = running(java_estimator) if listener is not None else []
            if len(fits) == 1 and fits[0] != last and listener is not None:
                last = fits[0]
                if last.epochs:
                    listener(last)
        if errors:
            raise errors[0]
        end = _ended(model[0]) if listener is not None else None
        if end is not None and listener is not None and (last is None or end.epochs != last.epochs):
            listener(end)
        return model[0]
    except BaseException:
        behalf.is_gone()  # remembered for what the pool hands this thread next: another thread may have cancelled this fit
        while not done.wait(_POLL):  # one that is starting cannot be cancelled yet
            java_estimator.cancel()
        raise
    finally:
        if bar is not None:
            bar.close()
