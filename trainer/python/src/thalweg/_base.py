"""The base classes of all estimators and of all models."""

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

E = TypeVar("E", bound="EstimatorBase")

for _path, _doc in KEYS.items():
    setattr(MlpParams, _path, Param(Params._dummy(), _path, _doc, to_text))


class EstimatorBase(KeyedParams, JavaEstimator, JavaMLWritable, JavaMLReadable):
    """The base of the estimators: their fits report progress and can be cancelled."""

    _java_obj: Any
    _progress: _fitting.Progress = None

    def _initialize(self, given: Mapping[str, Any]) -> None:
        self._setDefault(**self._declared)
        self._java_obj = self._new(self.uid)
        self._set_given(given)

    def _new(self, uid: str) -> Any:
        name = f"{self.__module__}.{type(self).__name__}"
        if not is_remote():
            require_session(type(self).__name__)
        try:
            return self._new_java_obj(name, uid)
        except TypeError:  # Py4J treats an unknown class as a package
            raise RuntimeError(
                f"{name}: expected the class in Spark's driver, found none; start the session with "
                "thalweg.builder().getOrCreate(), or with the settings of thalweg.spark_config(), before any other session"
            ) from None

    def setProgress(self: E, progress: _fitting.Progress) -> E:
        """Sets how a fit shows its progress.

        Parameters
        ----------
        progress : None, bool or function
            None, the default, shows a progress bar of epochs in terminals and notebooks if tqdm is installed. True shows
            it everywhere, False nowhere. A function is called with a :class:`FitProgress` whenever epochs are completed;
            an exception that it raises cancels the fit. If copies of one estimator are fitted at the same time, as in
            CrossValidator, each fit shows its progress only when it is done. Over Spark Connect there is no progress.
        """
        if not (progress is None or isinstance(progress, bool) or callable(progress)):
            raise TypeError(f"progress: expected None, True, False or a function, found {type(progress).__name__}")
        self._progress = progress
        return self

    def progress(self) -> List[_fitting.FitProgress]:
        """The progress of the running fits of this estimator and its copies, on other threads."""
        if is_remote():
            raise self._unsupported("progress")
        return _fitting.running(self._java_obj)

    def cancel(self) -> None:
        """Cancels the running fits of this estimator and its copies: they raise :class:`FitCancelledError`."""
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
    """How a model was trained: the losses per epoch, and the metrics of the final model."""

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
        """The number of epochs trained."""
        return self._call_java("totalIterations")

    @property
    def validationHistory(self) -> List[float]:
        """The mean loss over the validation rows after each epoch; NaN if there are none."""
        return list(self._classic("validationHistory"))

    @property
    def bestEpoch(self) -> int:
        """The epoch whose weights the model has, from 0."""
        return self._classic("bestEpoch")

    @property
    def stoppedBy(self) -> str:
        """Why training stopped: ``epochs``, or the name of a stopping rule."""
        return self._classic("stoppedBy")

    @property
    def splits(self) -> List[str]:
        """The splits that were evaluated."""
        return list(self._classic("splits"))

    def measures(self, split: str) -> Dict[str, float]:
        """The metrics of a split, ``train``, ``validation`` or ``test``, by their names in job files."""
        return dict(self._classic("measures", split))

    @property
    def trainingSeconds(self) -> float:
        """The duration of all epochs in seconds."""
        return self._classic("trainingSeconds")

    @property
    def weightsSha256(self) -> str:
        """The SHA-256 of the weights."""
        return self._classic("weightsSha256")

    @property
    def warnings(self) -> List[str]:
        """The warnings of the fit."""
        return list(self._classic("warnings"))


class ModelBase(KeyedParams, JavaModel, JavaMLWritable, JavaMLReadable, HasTrainingSummary):
    """The base of the models."""

    def __init__(self, java_model: Any = None) -> None:
        super().__init__(java_model)
        self._setDefault(**self._declared)

    @property
    def numFeatures(self) -> int:
        """The number of features per row, as inputs of the network."""
        return self._attribute("numFeatures")

    @property
    def weightsSha256(self) -> str:
        """The SHA-256 of the weights."""
        return self._attribute("weightsSha256")

    @property
    def summary(self) -> MlpTrainingSummary:  # type: ignore[override]
        """The losses per epoch, and the metrics of the final model; a loaded model has none."""
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

    #: The attributes of a model that are available over Spark Connect.
    _remote = frozenset()  # type: ignore[var-annotated]

    def _attribute(self, name: str) -> Any:
        if is_remote() and name not in self._remote:
            raise self._unsupported(name, "save the model, and load it in a classic session")
        return self._call_java(name)
