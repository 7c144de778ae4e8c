"""The same weights from a job file, from Python, on executors, and over Spark Connect."""

import re
import subprocess

import pytest
from conftest import PUMPS, PUMPS_KEYS, PUMPS_PARAMS, SENSORS
from processes import Cluster, ConnectServer, spark_home

import thalweg

JOB = f"""
task: classification
seed: 42
data: {{ format: csv, path: {PUMPS}, label: condition, features: [{", ".join(SENSORS)}], scale: standard, validation: 0.2 }}
network: {{ hidden: [8], activation: tanh }}
optimizer: {{ type: adam, learningRate: 0.01, schedule: cosine }}
training: {{ epochs: 3, batchSize: 64 }}
"""

PROGRAM = """
import sys, thalweg
from conftest import PUMPS, PUMPS_KEYS, PUMPS_PARAMS
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
rows = spark.read.csv(str(PUMPS), header=True, inferSchema=True)
model = thalweg.MlpClassifier(settings=PUMPS_KEYS, **PUMPS_PARAMS).fit(rows)
model.write().overwrite().save(sys.argv[1])
print("transformed", model.transform(rows).select("prediction").distinct().count())
"""


@pytest.fixture(scope="module")
def sha(pumps):
    return thalweg.MlpClassifier(settings=PUMPS_KEYS, **PUMPS_PARAMS).fit(pumps).weightsSha256


def sha_of(folder):
    return thalweg.MlpClassifierModel.load(str(folder)).weightsSha256


def test_a_job_file_gives_the_same(sha, pumps, tmp_path):
    job = tmp_path / "job.yaml"
    job.write_text(JOB + f"model: {{ path: {tmp_path / 'model'} }}\n")
    submit = [str(spark_home() / "bin" / "spark-submit"), "--master", "local[2]", "--conf", "spark.ui.enabled=false"]
    run = subprocess.run([*submit, thalweg.jar(), "train", str(job)], capture_output=True, text=True, timeout=200)
    assert re.findall(r"weights +sha256 (\w+)", run.stdout) == [sha], run.stdout + run.stderr[-2000:]

    model = thalweg.MlpClassifierModel.load(str(tmp_path / "model"))
    assert model.weightsSha256 == sha and model.labels == ["bearing", "cavitation", "healthy"]
    assert model.transform(pumps).first().prediction in (0.0, 1.0, 2.0)


def test_executors_of_their_own_give_the_same(sha, tmp_path):
    with Cluster(tmp_path, executors=2) as cluster:
        out = cluster.run(PROGRAM, str(tmp_path / "model"))
    assert "transformed" in out
    assert sha_of(tmp_path / "model") == sha


def test_spark_connect_gives_the_same(sha, tmp_path):
    with ConnectServer(tmp_path) as server:
        out = server.run(CONNECT, str(tmp_path / "model"), str(tmp_path / "pipeline"))
    assert "all is well" in out
    assert sha_of(tmp_path / "model") == sha


CONNECT = PROGRAM + """
import pytest
from pyspark.errors import IllegalArgumentException
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder

assert (model.numClasses, model.numFeatures, model.summary.totalIterations) == (3, 7, 3)
assert len(model.summary.objectiveHistory) == 3
for ask in (lambda: model.weightsSha256, lambda: model.labels, lambda: model.summary.measures("train")):
    with pytest.raises(NotImplementedError, match="expected a classic Spark session, found Spark Connect"):
        ask()

estimator = thalweg.MlpClassifier(settings=PUMPS_KEYS, **PUMPS_PARAMS)
Pipeline(stages=[estimator]).fit(rows).write().overwrite().save(sys.argv[2])
loaded = PipelineModel.load(sys.argv[2])
assert type(loaded.stages[0]) is thalweg.MlpClassifierModel
first = loaded.transform(rows).select("probability").first()
assert first == model.transform(rows).select("probability").first()
estimator.write().overwrite().save(sys.argv[2] + "-estimator")
again = thalweg.MlpClassifier.load(sys.argv[2] + "-estimator")
assert {p.name: v for p, v in again._paramMap.items()} == {p.name: v for p, v in estimator._paramMap.items()}

numbered = thalweg.MlpRegressor(featuresCol=["speed", "load"], labelCol="noise", hidden=[2], maxIter=1, batchSize=64)
with pytest.raises(IllegalArgumentException) as caught:
    thalweg.MlpClassifier(labelCol="nope", featuresCol=["speed"]).fit(rows)
assert str(caught.value).startswith("labelCol: expected a column of the dataset (") and "JVM" not in str(caught.value)
with pytest.raises(IllegalArgumentException, match="hidden: expected a list that is not empty"):
    numbered.copy().setHidden([])
linear = numbered.copy()
linear.clear(linear.hidden)
assert linear.set("network.hidden", []).fit(rows).summary.totalIterations == 1
with pytest.raises(thalweg.ThalwegError, match="^training diverged: "):
    numbered.copy().setStepSize(1e30).setSolver("sgd").setActivation("identity").fit(rows)

from pyspark.ml.evaluation import RegressionEvaluator
grid = ParamGridBuilder().addGrid(numbered.getParam("optimizer.l2"), [0.0, 0.5]).build()
tuned = CrossValidator(estimator=numbered, estimatorParamMaps=grid, numFolds=2, parallelism=2,
                       evaluator=RegressionEvaluator(labelCol="noise")).fit(rows)
assert len(tuned.avgMetrics) == 2
print("all is well")
"""
