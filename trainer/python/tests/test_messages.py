"""Invalid input raises one exception with the same message as in Java."""

import pytest
from py4j.protocol import Py4JJavaError
from pyspark.errors import IllegalArgumentException
from pyspark.ml.linalg import Vectors

import thalweg
from thalweg._nearest import nearest


def message(act, kind=IllegalArgumentException):
    with pytest.raises(kind) as caught:
        act()
    return str(caught.value)


@pytest.mark.parametrize("name", ["optimizr.l2", "xyzzy", "HIDDEN", "max_iter", "training.epoch", "setp.size", "", "bat"])
def test_unknown_names_have_the_message_of_java(spark, name):
    classifier = thalweg.MlpClassifier()
    java = message(lambda: classifier._java_obj.getParam(name), Py4JJavaError)
    ours = message(lambda: classifier.set(name, 1))
    assert f"java.util.NoSuchElementException: {ours}\n" in java
    assert nearest("x" * 65, ["x" * 64]) is None


def test_all_unknown_settings_are_in_one_message(spark):
    text = message(lambda: thalweg.MlpClassifier(settings={"optimizr.l2": 1, "maxIter": 1, "xyzzy": 2}))
    assert text == (
        "optimizr.l2: expected a param or a key of job files, found no such name; did you mean optimizer.l2?\n"
        "xyzzy: expected a param or a key of job files, found no such name; explainParams() lists them"
    )


def test_wrong_types_are_refused_where_they_are_set(spark):
    assert 'param "maxIter"' in message(lambda: thalweg.MlpClassifier(maxIter="many"), TypeError)
    assert message(lambda: thalweg.MlpClassifier(settings={"optimizer.l2": object()}), TypeError).endswith(
        "expected a number, a boolean, a string, a list or a map, found object"
    )
    assert "keyword" in message(lambda: thalweg.MlpClassifier([3]), TypeError)


def test_all_errors_of_settings_are_in_one_message(rows):
    estimator = thalweg.MlpClassifier(maxIter=0, settings={"optimizer.l2": "x", "optimizer.schedule.type": "cosin"})
    errors = message(lambda: estimator.fit(rows)).split("\n")
    named = sorted(error.split(":")[0] for error in errors)
    assert named == ["maxIter", "optimizer.l2", "optimizer.schedule.type"]
    assert any(error.endswith("did you mean cosine?") for error in errors)


def test_wrong_columns_and_rows_are_named(rows):
    fit = thalweg.MlpClassifier(maxIter=1)
    assert message(lambda: fit.copy().setFeaturesCol("feature").fit(rows)).endswith(
        "found feature; did you mean features?"
    )
    unlabelled = rows.selectExpr("features", "if(label > 0, label, null) label")
    assert message(lambda: fit.fit(unlabelled)).startswith("label: expected a class label, found nothing (")
    model = fit.fit(rows)
    wide = rows.sparkSession.createDataFrame([(Vectors.dense(1, 2, 3),)], ["features"])
    failed = message(lambda: model.transform(wide).collect(), Exception)
    assert "features: expected 2 numbers, found 3" in failed


def test_a_training_that_diverges_is_an_error_of_its_own(rows):
    estimator = thalweg.MlpRegressor(labelCol="x", stepSize=1e30, solver="sgd", activation="identity")
    assert message(lambda: estimator.fit(rows), thalweg.ThalwegError).startswith("training diverged: ")


def test_a_saved_model_with_a_byte_changed_is_refused(rows, tmp_path):
    thalweg.MlpClassifier(maxIter=1).fit(rows).save(str(tmp_path / "model"))
    file = tmp_path / "model" / "model.safetensors"
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(content)
    for crc in file.parent.glob(".*.crc"):
        crc.unlink()
    refused = message(lambda: thalweg.MlpClassifierModel.load(str(tmp_path / "model")))
    assert "model.safetensors: expected the SHA-256 " in refused and "the file is cut off or damaged" in refused
