"""The estimators and their models, with the names of the Java classes.

When pyspark loads a stage, it finds the Python class by the name of the Java class. So all classes belong to the module
``org.thalweg.ml``, which is part of this package.
"""

from typing import TYPE_CHECKING, List

from pyspark.ml.classification import _JavaProbabilisticClassificationModel, _JavaProbabilisticClassifier
from pyspark.ml.linalg import Vector
from pyspark.ml.regression import _JavaRegressionModel, _JavaRegressor

from thalweg import _params
from thalweg._base import EstimatorBase, ModelBase

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject

_MODULE = "org.thalweg.ml"


class MlpClassifier(
    _params.MlpClassifierParams,
    EstimatorBase,
    _JavaProbabilisticClassifier["MlpClassifierModel"],
):
    """A neural network that learns classes.

    A multilayer perceptron: each hidden layer computes f(W x + b), with the activation f and W of shape [outputs, inputs],
    and the output layer the probabilities softmax(W x + b), one for each class. Training minimizes their mean cross entropy,
    -log p(class). The same rows, params and seed give the same weights, bit for bit, over any partitions and
    executors, and the same weights as a job file.

    Features are a column of vectors (``featuresCol="features"``) or columns of numbers, categories and dates
    (``featuresCol=["age", "city"]``). Labels are numbers or strings, 2 classes or more. All other settings of a job file
    are set by their keys, ``settings={"optimizer.schedule.type": "cosine"}``; ``explainParams()`` lists them. ``fit``
    checks all settings together.

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
    ModelBase,
    _JavaProbabilisticClassificationModel[Vector],
):
    """A network that predicts classes.

    It adds these columns, unless their names are empty: ``rawPredictionCol`` (the natural logarithms of the probabilities),
    ``probabilityCol`` (a vector, by class), ``predictionCol`` (the class itself if all classes are numbers, else its
    index, from 0) and ``predictedLabelCol`` (the class as a string).
    """

    __module__ = _MODULE

    _remote = frozenset(("numFeatures", "numClasses"))

    @property
    def numClasses(self) -> int:
        """The number of classes, 2 or more."""
        return self._attribute("numClasses")

    @property
    def labels(self) -> List[str]:
        """The classes, in the order of the probabilities."""
        return list(self._attribute("labels"))


class MlpRegressor(_params.MlpRegressorParams, EstimatorBase, _JavaRegressor["MlpRegressorModel"]):
    """A neural network that learns a number.

    A multilayer perceptron: each hidden layer computes f(W x + b), with the activation f and W of shape [outputs, inputs],
    and the output W x + b. Training minimizes the mean of (prediction - label)² / 2 over labels standardised to mean 0
    and deviation 1, or another loss (``settings={"loss.type": "quantile"}``). Predictions and losses are in the label's
    own units. For several numbers use :class:`MlpMultiRegressor`.

    Features and settings are those of :class:`MlpClassifier`; labels are numbers.
    """

    __module__ = _MODULE

    def _create_model(self, java_model: "JavaObject") -> "MlpRegressorModel":
        return MlpRegressorModel(java_model)


class MlpRegressorModel(_params.MlpRegressorModelParams, ModelBase, _JavaRegressionModel[Vector]):
    """A network that predicts a number, in ``predictionCol``."""

    __module__ = _MODULE

    _remote = frozenset(("numFeatures",))


class MlpMultiRegressor(_params.MlpMultiRegressorParams, EstimatorBase):
    """A neural network that learns several numbers per row, ``labelCols``; otherwise like :class:`MlpRegressor`."""

    __module__ = _MODULE

    def _create_model(self, java_model: "JavaObject") -> "MlpMultiRegressorModel":
        return MlpMultiRegressorModel(java_model)


class MlpMultiRegressorModel(_params.MlpMultiRegressorModelParams, ModelBase):
    """A network that predicts several numbers: a vector in ``predictionCol``, in the order of ``targets``."""

    __module__ = _MODULE

    @property
    def targets(self) -> List[str]:
        """The names of the targets, in the order of the predictions."""
        return list(self._attribute("targets"))


class MlpMultilabelClassifier(_params.MlpMultilabelClassifierParams, EstimatorBase):
    """A neural network that learns several labels per row, ``labelCols``, each 0 or 1.

    A multilayer perceptron whose outputs are the labels' probabilities, 1 / (1 + exp(-(W x + b))). Training minimizes
    their cross entropy. Features and settings are those of :class:`MlpClassifier`.
    """

    __module__ = _MODULE

    def _create_model(self, java_model: "JavaObject") -> "MlpMultilabelClassifierModel":
        return MlpMultilabelClassifierModel(java_model)


class MlpMultilabelClassifierModel(_params.MlpMultilabelClassifierModelParams, ModelBase):
    """A network that predicts labels.

    It adds ``predictionCol``, an array of the indices of the predicted labels, ascending, as
    ``MultilabelClassificationEvaluator`` expects, and ``probabilityCol``, a vector, by label.
    """

    __module__ = _MODULE

    @property
    def targets(self) -> List[str]:
        """The names of the labels, in the order of the predictions."""
        return list(self._attribute("targets"))


class MlpAutoencoder(_params.MlpAutoencoderParams, EstimatorBase):
    """A neural network that learns to reproduce its inputs through a narrow hidden layer.

    The activations of the narrowest hidden layer encode the row. Training minimizes the mean squared difference of scaled
    inputs and outputs. ``hidden`` must be set, for example to ``[64, 8, 64]``; features and settings are those of
    :class:`MlpClassifier`.
    """

    __module__ = _MODULE

    def _create_model(self, java_model: "JavaObject") -> "MlpAutoencoderModel":
        return MlpAutoencoderModel(java_model)


class MlpAutoencoderModel(_params.MlpAutoencoderModelParams, ModelBase):
    """A network that encodes rows.

    It adds these columns, unless their names are empty: ``codeCol`` (the activations of the narrowest hidden layer),
    ``errorCol`` (the mean squared difference of a row's scaled inputs and outputs) and ``reconstructionCol`` (the
    reconstructed inputs, in their own units).
    """

    __module__ = _MODULE
