"""The same package and jar on Spark 3.5, whose jars for Scala 2.13 Maven has."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PUMPS_KEYS, PUMPS_PARAMS
from processes import HERE, environment
from pyspark.ml import Pipeline, PipelineModel

import thalweg

#: The folders lib and deps of the source archive of pyspark 3.5, which pip downloads; its jars are for Scala 2.12.
SOURCES = os.environ.get("THALWEG_PYSPARK_35")

PROGRAM = """
import os, signal, sys, threading
import pyspark, thalweg
from conftest import PUMPS, PUMPS_KEYS, PUMPS_PARAMS
from pyspark.errors import IllegalArgumentException
from pyspark.ml import Pipeline, PipelineModel

assert pyspark.__version__.startswith("3.5."), pyspark.__version__
builder = thalweg.builder().master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
spark = builder.getOrCreate()
assert spark.version.startswith("3.5."), spark.version
rows = spark.read.csv(str(PUMPS), header=True, inferSchema=True)
estimator = thalweg.MlpClassifier(settings=PUMPS_KEYS, **PUMPS_PARAMS)
model = estimator.fit(rows)
assert (model.labels, model.summary.totalIterations) == (["bearing", "cavitation", "healthy"], 3)
Pipeline(stages=[estimator]).save(sys.argv[1] + "/pipeline")
assert Pipeline.load(sys.argv[1] + "/pipeline").getStages()[0].getOrDefault("data.validation") == 0.2
PipelineModel([model]).save(sys.argv[1] + "/model")
(loaded,) = PipelineModel.load(sys.argv[1] + "/model").stages
assert loaded.transform(rows).head(3) == model.transform(rows).head(3)
try:
    estimator.copy().setFeaturesCol("nope").setFeaturesCols(["nope"]).fit(rows)
except IllegalArgumentException as error:
    assert str(error).startswith("featuresCols: expected a column of the dataset ("), error
threading.Timer(2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    estimator.copy().setMaxIter(100_000).fit(rows)
    raise AssertionError("went on")
except KeyboardInterrupt:
    pass
print("sha256", loaded.weightsSha256)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A Spark installation for spark-submit, made of links to Maven's jars."""
    if not SOURCES:
        pytest.skip("needs THALWEG_PYSPARK_35, a folder with lib and deps of pyspark 3.5's source archive")
    if shutil.which("mvn") is None:
        pytest.skip("needs Maven")
    home = tmp_path_factory.mktemp("spark")
    paths = home / "classpath.txt"
    build = ["mvn", "-B", "-ntp", "-o", "-q", "-f", str(HERE / "spark-3.5.xml"), "dependency:build-classpath"]
    made = subprocess.run([*build, f"-Dmdep.outputFile={paths}"], capture_output=True, text=True, timeout=120)
    if made.returncode or not paths.exists():
        pytest.skip("needs Spark 3.5's jars in Maven's repository, which `mvn verify` brings there")
    (home / "jars").mkdir()
    for jar in paths.read_text().strip().split(":"):
        (home / "jars" / Path(jar).name).symlink_to(jar)
    shutil.copytree(Path(SOURCES) / "deps" / "bin", home / "bin")
    for script in (home / "bin").iterdir():
        script.chmod(0o755)
    (home / "RELEASE").touch()
    return home


def python(program, home, scala, folder):
    (folder / "program.py").write_text(program)
    paths = [*map(str, (Path(SOURCES) / "lib").glob("*.zip")), str(HERE.parent / "src"), str(HERE)]
    run = subprocess.run(
        [sys.executable, str(folder / "program.py"), str(folder)],
        env=environment(SPARK_HOME=str(home), PYTHONPATH=os.pathsep.join(paths), SPARK_SCALA_VERSION=scala),
        cwd=folder, capture_output=True, text=True, timeout=240,
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-4000:]
    return run


def test_spark_for_another_scala_is_refused(tmp_path):
    if not SOURCES or not (Path(SOURCES) / "deps" / "jars").is_dir():
        pytest.skip("needs THALWEG_PYSPARK_35, with deps/jars")
    home = tmp_path / "spark"
    home.mkdir()
    (home / "jars").symlink_to(Path(SOURCES) / "deps" / "jars")
    (home / "bin").symlink_to(Path(SOURCES) / "deps" / "bin")
    (home / "RELEASE").touch()
    program = """
import thalweg
thalweg.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
try:
    thalweg.MlpClassifier()
except RuntimeError as error:
    print(error)
"""
    assert python(program, home, "2.12", tmp_path).stdout.startswith(
        "MlpClassifier: expected Spark for Scala 2.13, found Scala 2.12"
    )


def test_spark_3_5_gives_the_same_and_what_it_saved_is_loaded(installation, tmp_path, pumps):
    run = python(PROGRAM, installation, "2.13", tmp_path)
    sha = thalweg.MlpClassifier(settings=PUMPS_KEYS, **PUMPS_PARAMS).fit(pumps).weightsSha256
    assert run.stdout.split()[-2:] == ["sha256", sha]

    assert PipelineModel.load(str(tmp_path / "model")).stages[0].weightsSha256 == sha
    assert Pipeline.load(str(tmp_path / "pipeline")).getStages()[0].getHidden() == [8]
