"""What all estimators, and all models, have in common."""

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, TypeVar

from pyspark.ml.param import Param, Params
from pyspark.ml.util import HasTrainingSummary, JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaWrapper
from pyspark.sql.utils import is_remote

from thalweg import _fitting
from thalweg._params import KEYS, MlpParams
from thalweg._session import require_session
from thalweg._values import KeyedParams, to_text

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject

    from pyspark.sql import DataFrame

E = TypeVar("E", bound="Estimating")

for _path, _doc in KEYS.items():
    setattr(MlpParams, _path, Param(Params._dummy(), _path, _doc, to_text))


class Estimating(KeyedParams, JavaEstimator, JavaMLWritable, JavaMLReadable):
    """An estimator whose fit can be watched and cancelled."""

    _java_obj: Any
    _progress: _fitting.Progress = None

    def _begin(self, given: Mapping[str, Any]) -> None:
        self._setDefault(**self._declared)
        self._java_obj = self._new(self.uid)
        self._give(given)

    def _new(self, uid: str) -> Any:
        name = f"{self.__module__}.{type(self).__name__}"
        if not is_remote():
            require_session(type(self).__name__)
        try:
            return self._new_java_obj(name, uid)
        except TypeError:  # what Py4J takes for a package is no class there
            raise RuntimeError(
                f"{name}: expected the class in Spark's driver, found none; start the session by "
                "thalweg.builder().getOrCreate(), or with the settings thalweg.spark_config(), before any other session"
            ) from None

    def setProgress(self: E, progress: _fitting.Progress) -> E:
        """Says how a fit shows how far it is.

        Parameters
        ----------
        progress : None, bool or function
            None, the default, draws a bar of epochs in terminals and notebooks where tqdm is installed; True does
            anywhere, False nowhere. A function is called with a :class:`FitProgress` whenever epochs are done; what it
            raises cancels the fit. Fits that copies of one estimator run at the same time, as in CrossValidator, show
            nothing until each is done. Over Spark Connect there is no progress.
        """
        if not (progress is None or isinstance(progress, bool) or callable(progress)):
            raise TypeError(f"progress: expected None, True, False or a function, found {type(progress).__name__}")
        self._progress = progress
        return self

    def progress(self) -> List[_fitting.FitProgress]:
        """How far the fits are that run by this estimator or copies of it, on other threads."""
        if is_remote():
            raise self._unsupported("progress")
        return _fitting.running(self._java_obj)

    def cancel(self) -> None:
        """Cancels the fits that run by this estimator or copies of it: they raise :class:`FitCancelledError`."""
        if is_remote():
            raise self._unsupported("cancel", "interrupt the session's operations: spark.interruptAll()")
        self._java_obj.cancel()

    def _fit(self, dataset: "DataFrame") -> Any:
        try:
            return super()._fit(dataset)
        except Exception as error:
            raise _fitting.clear(error) from None

    def _fit_java(self, dataset: "DataFrame") -> "JavaObject":
        self._transfer_params_to_java()
        return _fitting.fit(type(self).__name__, self.uid, self._java_obj, dataset._jdf, self._progress)


class MlpTrainingSummary(JavaWrapper):
    """How a model came about: the history of its training, and its measures at the end."""

    def _classic(self, name: str, *given: Any) -> Any:
        if is_remote():
            raise KeyedParams._unsupported(self, name)  # type: ignore[arg-type]
        return self._call_java(name, *given)

    @property
    def objectiveHistory(self) -> List[float]:
        """The mean training loss of each epoch."""
        return list(self._call_java("objectiveHistory"))

    @property
    def totalIterations(self) -> int:
        """The epochs that were trained."""
        return self._call_java("totalIterations")

    @property
    def validationHistory(self) -> List[float]:
        """The mean loss of the validation rows after each epoch; NaN where there are none."""
        return list(self._classic("validationHistory"))

    @property
    def bestEpoch(self) -> int:
        """The epoch whose weights were kept, from 0."""
        return self._classic("bestEpoch")

    @property
    def stoppedBy(self) -> str:
        """What ended training: ``epochs``, or the rule that did."""
        return self._classic("stoppedBy")

    @property
    def splits(self) -> List[str]:
        """The splits that were measured."""
        return list(self._classic("splits"))

    def measures(self, split: str) -> Dict[str, float]:
        """The measures of the rows of a split, ``train``, ``validation`` or ``test``, by their names in job files."""
        return dict(self._classic("measures", split))

    @property
    def trainingSeconds(self) -> float:
        """The seconds that the epochs took."""
        return self._classic("trainingSeconds")

    @property
    def weightsSha256(self) -> str:
        """The SHA-256 of the weights."""
        return self._classic("weightsSha256")

    @property
    def warnings(self) -> List[str]:
        """What was worth a warning."""
        return list(self._classic("warnings"))


class Fitted(KeyedParams, JavaModel, JavaMLWritable, JavaMLReadable, HasTrainingSummary):
    """A model."""

    def __init__(self, java_model: Any = None) -> None:
        super().__init__(java_model)
        self._setDefault(**self._declared)

    @property
    def numFeatures(self) -> int:
        """Features a row, as the network takes them."""
        return self._attribute("numFeatures")

    @property
    def weightsSha256(self) -> str:
        """The SHA-256 of the weights."""
        return self._attribute("weightsSha256")

    @property
    def summary(self) -> MlpTrainingSummary:  # type: ignore[override]
        """The history of training, and its measures; a model that was loaded has none."""
        if is_remote():
            return super().summary
        if not self.hasSummary:
            raise RuntimeError(f"No training summary available for this {type(self).__name__}")
        return MlpTrainingSummary(self._call_java("summary"))

    @property
    def _summaryCls(self) -> type:
        return MlpTrainingSummary

    def _summary_dataset(self, train_dataset: "DataFrame") -> "DataFrame":
        return train_dataset

    #: What Spark Connect lets a client ask of a model.
    _remote = frozenset()  # type: ignore[var-annotated]

    def _attribute(self, name: str) -> Any:
        if is_remote() and name not in self._remote:
            raise self._unsupported(name, "save the model, and load it in a classic session")
        return self._call_java(name)
