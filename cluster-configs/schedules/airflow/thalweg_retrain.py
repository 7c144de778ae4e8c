"""Retrains every night: a DAG of one task, for Airflow 2.9 and later, and 3.

The task succeeds if a new version serves or the old one was kept; it is skipped if there were no new rows; it fails if something
needs attention. Replace paths and names by your own; SPARK_HOME is not needed here if the worker's environment has it.
"""

from datetime import datetime, timedelta, timezone

from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # Airflow 2 without the provider
    from airflow.operators.bash import BashOperator

THALWEG = "/opt/thalweg/cluster-configs"
JOB = "/srv/thalweg/pumps.yaml"
KEPT = 20
NOTHING_NEW = 21

with DAG(
    dag_id="thalweg_retrain",
    description="Trains on new data, and publishes the new model if it passes the gate",
    schedule="15 2 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    # A missed run is not repeated: the next one learns its rows.
    catchup=False,
    # Never two runs at once.
    max_active_runs=1,
    tags=["thalweg"],
) as dag:
    BashOperator(
        task_id="retrain",
        # Client mode: the exit code is the driver's. The script runs again if another run changed the store (5).
        bash_command=f"{THALWEG}/schedules/retrain --success {KEPT} {THALWEG}/local/submit retrain {JOB}",
        cwd="/srv/thalweg",
        append_env=True,
        skip_on_exit_code=NOTHING_NEW,
        # A retry would fail with the other codes again: a wrong job file, wrong data, failed training.
        retries=0,
        execution_timeout=timedelta(hours=6),
    )
