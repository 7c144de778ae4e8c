"""Pipelines, grids and evaluators of pyspark.ml."""

import pytest
from pyspark.ml import Pipeline
from pyspark.ml.evaluation import (
    BinaryClassificationEvaluator,
    MulticlassClassificationEvaluator,
    MultilabelClassificationEvaluator,
    RegressionEvaluator,
)
from pyspark.ml.feature import StringIndexer, VectorAssembler
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder

import thalweg


def test_cross_validation_of_a_pipeline_is_saved_and_loaded(rows, tmp_path):
    classifier = thalweg.MlpClassifier(labelCol="index", featuresCol="both", maxIter=2, batchSize=64)
    stages = [
        StringIndexer(inputCol="kind", outputCol="index"),
        VectorAssembler(inputCols=["x", "y"], outputCol="both"),
        classifier,
    ]
    grid = (
        ParamGridBuilder()
        .addGrid(classifier.hidden, [[2], [6]])
        .addGrid(classifier.getParam("optimizer.l2"), [0.0, 0.5])
        .build()
    )
    validator = CrossValidator(
        estimator=Pipeline(stages=stages),
        estimatorParamMaps=grid,
        evaluator=BinaryClassificationEvaluator(labelCol="index"),
        numFolds=2,
        parallelism=2,
        seed=1,
    )
    model = validator.fit(rows)
    assert len(model.avgMetrics) == 4 and max(model.avgMetrics) > 0.5
    model.write().overwrite().save(str(tmp_path / "model"))
    loaded = CrossValidatorModel.load(str(tmp_path / "model"))
    best, again = model.bestModel.stages[-1], loaded.bestModel.stages[-1]
    assert type(again) is thalweg.MlpClassifierModel
    assert again.weightsSha256 == best.weightsSha256 and again.getHidden() == best.getHidden()
    assert again.getOrDefault("optimizer.l2") == best.getOrDefault("optimizer.l2")

    validator.write().overwrite().save(str(tmp_path / "validator"))
    maps = CrossValidator.load(str(tmp_path / "validator")).getEstimatorParamMaps()
    assert [{param.name: str(value) for param, value in each.items()} for each in maps] == [
        {"hidden": hidden, "optimizer.l2": l2} for hidden in ("[2]", "[6]") for l2 in ("0.0", "0.5")
    ]


@pytest.mark.parametrize(
    "estimator, evaluator",
    [
        (lambda: thalweg.MlpClassifier(), MulticlassClassificationEvaluator),
        (lambda: thalweg.MlpRegressor(labelCol="x"), lambda: RegressionEvaluator(labelCol="x", metricName="r2")),
    ],
    ids=["classifier", "regressor"],
)
def test_evaluators_take_what_comes_out(rows, estimator, evaluator):
    model = estimator().setHidden([4]).setMaxIter(20).setBatchSize(32).setStepSize(0.05).fit(rows)
    assert evaluator().evaluate(model.transform(rows)) > 0.5


def test_a_linear_model_has_no_hidden_layers(rows):
    model = thalweg.MlpClassifier(hidden=[], maxIter=1).fit(rows)
    assert "network 2-2" in repr(model) and model.getHidden() == []


def test_the_evaluator_of_labels_takes_what_comes_out(rows):
    from pyspark.sql.functions import array, col, expr, lit, when

    both = array(when(col("label") > 0, lit(0.0)), when(col("other") > 0, lit(1.0)))
    estimator = thalweg.MlpMultilabelClassifier(labelCols=["label", "other"], hidden=[4], maxIter=10, stepSize=0.05)
    out = estimator.fit(rows).transform(rows).withColumn("both", both)
    out = out.withColumn("truth", expr("filter(both, x -> x is not null)"))
    assert MultilabelClassificationEvaluator(labelCol="truth", metricName="microF1Measure").evaluate(out) > 0.5
