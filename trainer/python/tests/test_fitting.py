"""Progress and cancellation of a fit."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from pyspark.ml import Pipeline
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from processes import environment

import thalweg


def long(**more):
    """An estimator whose fit takes minutes."""
    return thalweg.MlpClassifier(hidden=[64, 64], maxIter=100_000, batchSize=32, **more)


def test_a_function_is_called_with_the_progress(rows):
    seen = []
    model = thalweg.MlpClassifier(maxIter=40, batchSize=32).setProgress(seen.append).fit(rows)
    epochs = [progress.epochs for progress in seen]
    assert epochs == sorted(set(epochs)) and epochs[-1] == 40
    assert all(progress.of == 40 and progress.validationLoss is None for progress in seen)
    assert seen[-1].trainLoss == model.summary.objectiveHistory[-1]


def test_what_the_function_raises_ends_the_fit(rows):
    def stop(progress):
        raise LookupError(f"after {progress.epochs}")

    estimator = long().setProgress(stop)
    with pytest.raises(LookupError, match="after "):
        estimator.fit(rows)
    assert estimator.progress() == []


def test_another_thread_watches_and_cancels(rows):
    estimator = long()
    seen = []

    def cancel():
        while not any(progress.epochs for progress in seen):
            seen.extend(estimator.progress())
            time.sleep(0.05)
        estimator.cancel()

    watcher = threading.Thread(target=cancel)
    watcher.start()
    with pytest.raises(thalweg.FitCancelledError, match="^the fit was cancelled$"):
        estimator.fit(rows)
    watcher.join()
    assert seen[-1].of == 100_000 and seen[-1].trainLoss > 0


def test_ctrl_c_cancels_the_fit_and_the_session_goes_on(rows):
    estimator = long()
    timer = threading.Timer(3, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        estimator.fit(rows)
    assert estimator.progress() == []
    assert estimator.setMaxIter(1).fit(rows).summary.totalIterations == 1


def test_ctrl_c_cancels_the_fits_of_cross_validation_in_its_threads(rows):
    estimator = long()
    grid = ParamGridBuilder().addGrid(estimator.stepSize, [0.001, 0.002, 0.003, 0.004]).build()
    tuning = CrossValidator(
        estimator=Pipeline(stages=[estimator]),
        estimatorParamMaps=grid,
        evaluator=MulticlassClassificationEvaluator(),
        numFolds=2,
        parallelism=2,
    )

    def interrupt():
        end = time.time() + 60
        while len(estimator.progress()) < 2 and time.time() < end:
            time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        tuning.fit(rows)
    end = time.time() + 20
    while estimator.progress() and time.time() < end:
        time.sleep(0.1)
    time.sleep(1)  # so that the rest of the pool's fits could start
    assert estimator.progress() == []


def test_only_bars_functions_and_none_show_progress(spark):
    with pytest.raises(TypeError, match="progress: expected None, True, False or a function, found str"):
        thalweg.MlpClassifier().setProgress("yes")


def test_a_bar_is_drawn_where_it_is_asked_for(rows, capfd):
    pytest.importorskip("tqdm", reason="needs tqdm")
    thalweg.MlpClassifier(maxIter=3).setProgress(True).fit(rows)
    bar = capfd.readouterr().err
    assert "MlpClassifier: 100%" in bar and "3/3" in bar and "loss=0." in bar
    thalweg.MlpClassifier(maxIter=3).fit(rows)  # not interactive
    assert "MlpClassifier" not in capfd.readouterr().err


def test_who_has_no_session_or_no_jar_reads_what_to_do():
    program = """
import thalweg
from pyspark.sql import SparkSession
def attempt():
    try:
        thalweg.MlpClassifier()
    except RuntimeError as error:
        print(error)
attempt()
SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
attempt()
"""
    run = subprocess.run([sys.executable, "-c", program], env=environment(), capture_output=True, text=True, timeout=120)
    none, jarless = run.stdout.splitlines()
    assert none == (
        "MlpClassifier: expected a Spark session, found none; start one first: thalweg.builder().getOrCreate()"
    )
    assert jarless.startswith("org.thalweg.ml.MlpClassifier: expected the class in Spark's driver, found none; start the")
