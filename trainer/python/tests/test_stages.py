"""The requirements of pyspark.ml for every estimator and model."""

import inspect

import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.param import Param

import thalweg
from thalweg._params import KEYS

NAMES = ["MlpClassifier", "MlpRegressor", "MlpMultiRegressor", "MlpMultilabelClassifier", "MlpAutoencoder"]
LABELS = {
    "MlpClassifier": {"labelCol": "kind"},
    "MlpRegressor": {"labelCol": "x"},
    "MlpMultiRegressor": {"labelCols": ["x", "other"]},
    "MlpMultilabelClassifier": {"labelCols": ["label", "other"]},
    "MlpAutoencoder": {"reconstructionCol": "again"},
}


def quick(name):
    return getattr(thalweg, name)(hidden=[3], maxIter=2, batchSize=64, settings={"optimizer.l2": 0.01}, **LABELS[name])


@pytest.fixture(scope="module")
def fitted(rows):
    models = {}

    def of(name):
        if name not in models:
            models[name] = quick(name).fit(rows)
        return models[name]

    return of


def java_params(stage):
    return {param.name(): param for param in stage._java_obj.params()}


@pytest.mark.parametrize("name", NAMES)
def test_python_has_the_params_and_defaults_that_java_has(spark, fitted, name):
    for stage in (getattr(thalweg, name)(), fitted(name)):
        java = java_params(stage)
        assert {param.name: param.doc for param in stage.params} == {key: each.doc() for key, each in java.items()}
        for param in stage.params:
            assert param.parent == stage.uid
            assert stage.hasDefault(param) == stage._java_obj.hasDefault(java[param.name]), param.name
        for param, value in stage._defaultParamMap.items():
            default = stage._java_obj.getDefault(java[param.name]).get()
            assert value == (list(default) if isinstance(value, list) else default)


@pytest.mark.parametrize("name", NAMES)
def test_every_param_has_a_keyword_a_setter_and_a_getter(spark, name):
    estimator = getattr(thalweg, name)
    keywords = inspect.signature(estimator.__init__).parameters
    for param in estimator().params:
        if "." in param.name:
            continue
        capital = param.name[0].upper() + param.name[1:]
        assert param.name in keywords
        assert "get" + capital in dir(estimator) and getattr(estimator, "get" + capital).__doc__
        assert "set" + capital in dir(estimator) and getattr(estimator, "set" + capital).__doc__
    assert estimator.__doc__ and list(keywords) == list(inspect.signature(estimator.setParams).parameters)


def test_getters_return_what_setters_took(spark):
    classifier = thalweg.MlpClassifier()
    returned = (
        classifier.setHidden([5, 4]).setMaxIter(7).setStepSize(0.5).setSeed(2**40).setThresholds([0.3, 0.7])
        .setFeaturesCols(["x"]).setPredictedLabelCol("text").setClassWeights({"no": 2.0}).set("maxIter", 9)
    )
    assert returned is classifier
    assert (classifier.getHidden(), classifier.getMaxIter(), classifier.getStepSize()) == ([5, 4], 9, 0.5)
    assert (classifier.getSeed(), classifier.getThresholds(), classifier.getFeaturesCols()) == (2**40, [0.3, 0.7], ["x"])
    assert classifier.getClassWeights() == {"no": 2.0}
    classifier.set("optimizer.l2", 0.5).clear("optimizer.l2")
    assert not classifier.isSet("optimizer.l2")
    assert classifier.setParams(maxIter=3, stepSize=None).getMaxIter() == 3 and classifier.getStepSize() == 0.5


def test_a_list_for_features_col_names_columns(spark):
    for classifier in (
        thalweg.MlpClassifier(featuresCol=["x", "colour"]),
        thalweg.MlpClassifier().setFeaturesCol(["x", "colour"]),
    ):
        assert classifier.getFeaturesCols() == ["x", "colour"]
        assert not classifier.isSet("featuresCol")


@pytest.mark.parametrize(
    "value", [0.25, 3, True, "cosine", [0.1, 0.2], {"red": 1.0, "blue": [1, 2]}, "x * 2"], ids=repr
)
def test_values_of_keys_come_back_as_they_were_given(spark, tmp_path, value):
    classifier = thalweg.MlpClassifier(settings={"optimizer.l2": value})
    assert classifier.getOrDefault("optimizer.l2") == value
    classifier.save(str(tmp_path / "saved"))
    assert thalweg.MlpClassifier.load(str(tmp_path / "saved")).getOrDefault("optimizer.l2") == value


def test_keys_can_be_searched_and_are_explained(spark):
    classifier = thalweg.MlpClassifier().set("optimizer.schedule.type", "cosine")
    explained = classifier.explainParams()
    assert all(f"{key}: " in explained for key in KEYS)
    assert "(current: cosine)" in classifier.explainParam("optimizer.schedule.type")
    assert isinstance(classifier.getParam("optimizer.schedule.type"), Param)


@pytest.mark.parametrize("name", NAMES)
def test_copies_keep_what_is_set_and_take_more(spark, name):
    estimator = quick(name)
    copy = estimator.copy({estimator.maxIter: 9, estimator.getParam("optimizer.l2"): 0.5})
    assert (copy.uid, copy.getMaxIter(), copy.getOrDefault("optimizer.l2")) == (estimator.uid, 9, 0.5)
    assert (estimator.getMaxIter(), estimator.getOrDefault("optimizer.l2")) == (2, 0.01)
    java = copy._java_obj
    assert java.getOrDefault(java.getParam("maxIter")) == 9


@pytest.mark.parametrize("name", NAMES)
def test_estimator_model_and_pipeline_are_saved_and_loaded(rows, fitted, tmp_path, name):
    estimator, model = quick(name), fitted(name)
    kind, made = type(estimator), type(model)

    estimator.write().overwrite().save(str(tmp_path / "estimator"))
    again = kind.load(str(tmp_path / "estimator"))
    assert (again.uid, values(again)) == (estimator.uid, values(estimator))

    model.write().overwrite().save(str(tmp_path / "model"))
    loaded = made.load(str(tmp_path / "model"))
    assert (loaded.uid, values(loaded)) == (model.uid, values(model))
    assert loaded.weightsSha256 == model.weightsSha256
    assert loaded.transform(rows).head(3) == model.transform(rows).head(3)

    Pipeline(stages=[estimator]).write().overwrite().save(str(tmp_path / "pipeline"))
    (stage,) = Pipeline.load(str(tmp_path / "pipeline")).getStages()
    assert type(stage) is kind and values(stage) == values(estimator)

    PipelineModel([model]).write().overwrite().save(str(tmp_path / "fitted"))
    (stage,) = PipelineModel.load(str(tmp_path / "fitted")).stages
    assert type(stage) is made and stage.weightsSha256 == model.weightsSha256


def values(stage):
    return {param.name: value for param, value in stage._paramMap.items()}


def test_a_model_has_its_attributes_and_a_summary(fitted, rows, tmp_path):
    model = fitted("MlpClassifier")
    assert (model.numClasses, model.numFeatures, model.labels) == (2, 2, ["no", "yes"])
    summary = model.summary
    assert summary.totalIterations == len(summary.objectiveHistory) == len(summary.validationHistory) == 2
    assert summary.splits == ["train"] and 0 <= summary.measures("train")["accuracy"] <= 1
    assert (summary.stoppedBy, summary.bestEpoch, summary.warnings) == ("epochs", 1, [])
    assert summary.weightsSha256 == model.weightsSha256 and summary.trainingSeconds > 0
    assert fitted("MlpMultilabelClassifier").targets == ["label", "other"]
    first = rows.first().features
    assert model.predictProbability(first)[int(model.predict(first))] >= 0.5
    model.save(str(tmp_path / "model"))
    loaded = thalweg.MlpClassifierModel.load(str(tmp_path / "model"))
    assert not loaded.hasSummary
    with pytest.raises(RuntimeError, match="No training summary available for this MlpClassifierModel"):
        loaded.summary


def test_a_model_takes_other_columns(fitted, rows):
    model = fitted("MlpClassifier").copy()
    model.setPredictionCol("p").setProbabilityCol("").setRawPredictionCol("").setPredictedLabelCol("text")
    assert model.transform(rows).columns[len(rows.columns):] == ["p", "text"]
    assert model.transform(rows).first().text in ("no", "yes")
