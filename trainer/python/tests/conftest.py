"""The session and the rows of the tests."""

import os
import random
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable

CHECKOUT = HERE.parents[2]
PUMPS = CHECKOUT / "jobs" / "examples" / "data" / "pumps.csv"
SENSORS = ["speed", "load", "vibration", "temperature", "pressure", "current", "noise"]

#: The result of a job file with the same settings; see test_same_bits.
PUMPS_KEYS = {"data.scale": "standard", "data.validation": 0.2, "optimizer.schedule.type": "cosine"}
PUMPS_PARAMS = {
    "featuresCol": SENSORS,
    "labelCol": "condition",
    "hidden": [8],
    "activation": "tanh",
    "solver": "adam",
    "stepSize": 0.01,
    "maxIter": 3,
    "batchSize": 64,
    "seed": 42,
}


def pytest_collection_modifyitems(items):
    missing = _missing()
    if missing:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=missing))


def _missing():
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "needs pyspark"
    import thalweg

    try:
        thalweg.jar()
    except FileNotFoundError as missing:
        return str(missing)
    return None


@pytest.fixture(scope="session")
def spark():
    import thalweg

    session = (
        thalweg.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def rows(spark):
    """Rows: label is 1 if x + y / 2 > 0, and other is 1 if y > 0."""
    from pyspark.ml.linalg import Vectors

    numbers = random.Random(5)
    made = []
    for i in range(200):
        x, y = numbers.gauss(0, 1), numbers.gauss(0, 1)
        first = x + y / 2 > 0
        colour = "red" if i % 3 == 0 else "blue"
        made.append((x, y, colour, "yes" if first else "no", float(first), float(y > 0), Vectors.dense(x, y)))
    columns = ["x", "y", "colour", "kind", "label", "other", "features"]
    return spark.createDataFrame(made, columns).coalesce(1).cache()


@pytest.fixture(scope="session")
def pumps(spark):
    return spark.read.csv(str(PUMPS), header=True, inferSchema=True)
