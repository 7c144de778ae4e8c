"""Thalweg: neural networks on Apache Spark, as estimators of ``pyspark.ml``."""

from thalweg._base import MlpTrainingSummary
from thalweg._fitting import FitCancelledError, FitProgress, ThalwegError
from thalweg._session import builder, jar, spark_config
from thalweg._stages import (
    MlpAutoencoder,
    MlpAutoencoderModel,
    MlpClassifier,
    MlpClassifierModel,
    MlpMultilabelClassifier,
    MlpMultilabelClassifierModel,
    MlpMultiRegressor,
    MlpMultiRegressorModel,
    MlpRegressor,
    MlpRegressorModel,
)

__version__ = "0.1.0"

__all__ = [
    "FitCancelledError",
    "FitProgress",
    "MlpAutoencoder",
    "MlpAutoencoderModel",
    "MlpClassifier",
    "MlpClassifierModel",
    "MlpMultiRegressor",
    "MlpMultiRegressorModel",
    "MlpMultilabelClassifier",
    "MlpMultilabelClassifierModel",
    "MlpRegressor",
    "MlpRegressorModel",
    "MlpTrainingSummary",
    "ThalwegError",
    "builder",
    "jar",
    "spark_config",
]
