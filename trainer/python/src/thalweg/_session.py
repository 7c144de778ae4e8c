"""The settings that a Spark session needs to find our classes in the JVM."""

from pathlib import Path
from typing import Any, Dict

from pyspark.sql import SparkSession

_NAME = "thalweg-jobs.jar"


def jar() -> str:
    """The path of the jar with all classes, for ``spark-submit --jars``.

    Raises
    ------
    FileNotFoundError
        if the package was installed without the jar
    """
    here = Path(__file__).resolve().parent
    places = [here / "jars" / _NAME]
    if len(here.parents) > 3:
        places.append(here.parents[3] / "jobs" / "target" / _NAME)  # in a checkout
    for place in places:
        if place.is_file():
            return str(place)
    raise FileNotFoundError(
        f"{_NAME}: expected it in {places[0].parent}, found none; "
        "in a checkout build it: mvn -B -q -pl jobs -am -DskipTests package"
    )


def spark_config() -> Dict[str, str]:
    """The settings that a Spark session needs before it starts: the jar, for the driver and the executors.

    ``SparkSession.builder.config(map=thalweg.spark_config())``; add your own jars to ``spark.jars``, separated
    by commas. With Spark Connect the server needs these settings, and the client needs none.
    """
    return {"spark.jars": jar()}


def builder() -> Any:
    """``SparkSession.builder`` with :func:`spark_config`: ``spark = thalweg.builder().getOrCreate()``."""
    made = SparkSession.builder
    for name, value in spark_config().items():
        made = made.config(name, value)
    return made


def require_session(stage: str) -> None:
    """Fails if there is no classic session, or if our classes do not run on its version of Spark.

    Raises
    ------
    RuntimeError
        with a message that says what to do
    """
    from pyspark import SparkContext

    if SparkContext._active_spark_context is None or SparkContext._jvm is None:
        raise RuntimeError(
            f"{stage}: expected a Spark session, found none; start one first: thalweg.builder().getOrCreate()"
        )
    scala = SparkContext._jvm.scala.util.Properties.versionNumberString()
    if not scala.startswith("2.13."):
        raise RuntimeError(
            f"{stage}: expected Spark for Scala 2.13, found Scala {scala}; use pyspark 4, "
            "or set SPARK_HOME to Spark 3.5 for Scala 2.13 (pip's pyspark 3.5 is for 2.12)"
        )
