"""The estimators and their models, by the names of the classes in Java.

pyspark finds the Python class of a stage that it loads by the name of the class in Java, so they all belong to the module
``org.thalweg.ml``, which this package brings along.
"""

from typing import TYPE_CHECKING, List

from pyspark.ml.classification import _JavaProbabilisticClassificationModel, _JavaProbabilisticClassifier
from pyspark.ml.linalg import Vector
from pyspark.ml.regression import _JavaRegressionModel, _JavaRegressor

from thalweg import _params
from thalweg._base import Estimating, Fitted

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject

_MODULE = "org.thalweg.ml"


class MlpClassifier(
    _params.MlpClassifierParams,
    Estimating,
    _JavaProbabilisticClassifier["MlpClassifierModel"],
):
    """A neural network that learns classes.

    A multilayer perceptron: each hidden layer computes f(W x + b), with the activation f and W of shape [outputs, inputs],
    and the output layer the probabilities softmax(W x + b), one for each class. Training makes their mean cross entropy,
    -log p(class), small. The same rows, params and seed give the same weights, bit for bit, over any partitions and
    executors, and those that a job file gives.

    Features are a column of vectors (``featuresCol="features"``) or columns of numbers, categories and dates
    (``featuresCol=["age", "city"]``). Labels are numbers or texts, 2 classes or more. All else that a job file can say is
    set by its key, ``settings={"optimizer.schedule.type": "cosine"}``, and ``explainParams()`` lists all. ``fit`` checks
    all at once.

    Examples
    --------
    >>> from thalweg import MlpClassifier
    >>> classifier = MlpClassifier(hidden=[24], maxIter=20, settings={"optimizer.schedule.type": "cosine"})
    >>> model = classifier.fit(train)
    >>> model.transform(test).select("prediction", "probability")
    """

    __module__ = _MODULE

    def _create_model(self, java_model: "JavaObject") -> "MlpClassifierModel":
        return MlpClassifierModel(java_model)


class MlpClassifierModel(
    _params.MlpClassifierModelParams,
    Fitted,
    _JavaProbabilisticClassificationModel[Vector],
):
    """A network that predicts classes.

    It adds, where their columns have a name, ``rawPredictionCol`` (the natural logarithms of the probabilities),
    ``probabilityCol`` (a vector, by class), ``predictionCol`` (the class itself where all classes are numbers, else its
    index, from 0) and ``predictedLabelCol`` (its text).
    """

    __module__ = _MODULE

    _remote = frozenset(("numFeatures", "numClasses"))

    @property
    def numClasses(self) -> int:
        """Classes, 2 or more."""
        return self._attribute("numClasses")

    @property
    def labels(self) -> List[str]:
        """The classes, in the order of the probabilities."""
        return list(self._attribute("labels"))


class MlpRegressor(_params.MlpRegressorParams, Estimating, _JavaRegressor["MlpRegressorModel"]):
    """A neural network that learns a number.

    A multilayer perceptron: each hidden layer computes f(W x + b), with the activation f and W of shape [outputs, inputs],
    and the output W x + b. Training makes the mean of (prediction - label)² / 2 small, over labels that are brought to mean
    0 and deviation 1, or another loss (``settings={"loss.type": "quantile"}``). Predictions and losses are in the label's
    own units. For several numbers take :class:`MlpMultiRegressor`.

    Features and settings are as of :class:`MlpClassifier`; labels are numbers.
    """

    __module__ = _MODULE

    def _create_model(self, java_model: "JavaObject") -> "MlpRegressorModel":
        return MlpRegressorModel(java_model)


class MlpRegressorModel(_params.MlpRegressorModelParams, Fitted, _JavaRegressionModel[Vector]):
    """A network that predicts a number, in ``predictionCol``."""

    __module__ = _MODULE

    _remote = frozenset(("numFeatures",))


class MlpMultiRegressor(_params.MlpMultiRegressorParams, Estimating):
    """A neural network that learns several numbers a row, ``labelCols``; else as :class:`MlpRegressor`."""

    __module__ = _MODULE

    def _create_model(self, java_model: "JavaObject") -> "MlpMultiRegressorModel":
        return MlpMultiRegressorModel(java_model)


class MlpMultiRegressorModel(_params.MlpMultiRegressorModelParams, Fitted):
    """A network that predicts several numbers: a vector in ``predictionCol``, in the order of ``targets``."""

    __module__ = _MODULE

    @property
    def targets(self) -> List[str]:
        """The names of the targets, in the order of what is predicted."""
        return list(self._attribute("targets"))


class MlpMultilabelClassifier(_params.MlpMultilabelClassifierParams, Estimating):
    """A neural network that learns several labels a row, ``labelCols``, each of them 0 or 1.

    A multilayer perceptron whose outputs are the labels' probabilities, 1 / (1 + exp(-(W x + b))). Training makes their
    cross entropy small. Features and settings are as of :class:`MlpClassifier`.
    """

    __module__ = _MODULE

    def _create_model(self, java_model: "JavaObject") -> "MlpMultilabelClassifierModel":
        return MlpMultilabelClassifierModel(java_model)


class MlpMultilabelClassifierModel(_params.MlpMultilabelClassifierModelParams, Fitted):
    """A network that predicts labels.

    It adds ``predictionCol``, an array of the indices of the predicted labels, ascending, as
    ``MultilabelClassificationEvaluator`` takes them, and ``probabilityCol``, a vector, by label.
    """

    __module__ = _MODULE

    @property
    def targets(self) -> List[str]:
        """The names of the labels, in the order of what is predicted."""
        return list(self._attribute("targets"))


class MlpAutoencoder(_params.MlpAutoencoderParams, Estimating):
    """A neural network that learns to reproduce its inputs through a narrow hidden layer.

    The activations of the narrowest hidden layer are a code of the row. Training makes the mean squared difference of scaled
    inputs and outputs small. ``hidden`` must be set, as ``[64, 8, 64]``; features and settings are as of
    :class:`MlpClassifier`.
    """

    __module__ = _MODULE

    def _create_model(self, java_model: "JavaObject") -> "MlpAutoencoderModel":
        return MlpAutoencoderModel(java_model)


class MlpAutoencoderModel(_params.MlpAutoencoderModelParams, Fitted):
    """A network that encodes rows.

    It adds, where their columns have a name, ``codeCol`` (the activations of the narrowest hidden layer), ``errorCol`` (the
    mean squared difference of a row's scaled inputs and outputs) and ``reconstructionCol`` (the inputs again, in their own
    units).
    """

    __module__ = _MODULE
