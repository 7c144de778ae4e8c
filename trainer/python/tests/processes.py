"""Starts Spark processes on 127.0.0.1, and ends them by id."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import thalweg

HERE = Path(__file__).resolve().parent
SECONDS = 120


def spark_home() -> Path:
    import pyspark

    return Path(pyspark.__file__).resolve().parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**more):
    paths = os.pathsep.join([str(HERE.parent / "src"), str(HERE)])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYSPARK_GATEWAY", "SPARK_REMOTE"))}
    return {**kept, "PYTHONPATH": paths, "SPARK_HOME": str(spark_home()), "SPARK_LOCAL_IP": "127.0.0.1", **more}


class Processes:
    """Ends the processes with the block, also if it fails."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self._started = []

    def __enter__(self):
        try:
            self.start_all()
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *unused):
        for process in reversed(self._started):
            process.terminate()
        for process in self._started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start_all(self):
        raise NotImplementedError

    def start(self, name, command):
        log = open(self.folder / f"{name}.log", "w")
        self._started.append(
            subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment(), cwd=self.folder)
        )
        log.close()
        return self.folder / f"{name}.log"

    def await_port(self, port, log):
        end = time.time() + SECONDS
        while time.time() < end:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                assert self._started[-1].poll() is None, log.read_text()[-3000:]
                time.sleep(0.2)
        raise AssertionError(f"no answer on port {port}\n{log.read_text()[-3000:]}")

    def python(self, program, *arguments, **more):
        script = self.folder / "program.py"
        script.write_text(program)
        run = subprocess.run(
            [sys.executable, str(script), *arguments],
            env=environment(**more), cwd=self.folder, capture_output=True, text=True, timeout=SECONDS * 2,
        )
        assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-4000:]
        return run.stdout


class Cluster(Processes):
    """A standalone cluster: a master, and workers with one core each."""

    def __init__(self, folder, executors):
        super().__init__(folder)
        self.executors = executors
        self.port = free_port()

    def start_all(self):
        launch = [str(spark_home() / "bin" / "spark-class")]
        master = "org.apache.spark.deploy.master.Master"
        ports = ["--host", "127.0.0.1", "--port", str(self.port), "--webui-port", "0"]
        self.await_port(self.port, self.start("master", [*launch, master, *ports]))
        for i in range(self.executors):
            worker = "org.apache.spark.deploy.worker.Worker"
            shape = ["--cores", "1", "--memory", "1g", "--host", "127.0.0.1", "--webui-port", "0"]
            folder = ["--work-dir", str(self.folder / f"work-{i}")]
            self.start(f"worker-{i}", [*launch, worker, *shape, *folder, f"spark://127.0.0.1:{self.port}"])

    def run(self, program, *arguments):
        conf = {
            "spark.master": f"spark://127.0.0.1:{self.port}",
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.executor.memory": "512m",
            "spark.executor.cores": "1",
            "spark.cores.max": str(self.executors),
            "spark.scheduler.minRegisteredResourcesRatio": "1",
        }
        setup = f"import thalweg\nbuilder = thalweg.builder()\nfor each in {conf!r}.items():\n    builder.config(*each)\n"
        check = f"\nassert spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() == {self.executors + 1}\n"
        return self.python(setup + "builder.getOrCreate()\n" + program + check, *arguments)


class ConnectServer(Processes):
    """A Spark Connect server that has the jar."""

    def __init__(self, folder):
        super().__init__(folder)
        pytest.importorskip("grpc", reason="needs pyspark[connect]")
        if not list((spark_home() / "jars").glob("spark-connect_*.jar")):
            pytest.skip("needs a pyspark with Spark Connect's jar")
        self.port = free_port()

    def start_all(self):
        conf = {
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": str(self.port),
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
        }
        command = [str(spark_home() / "bin" / "spark-submit"), "--master", "local[2]", "--jars", thalweg.jar()]
        for name, value in conf.items():
            command += ["--conf", f"{name}={value}"]
        server = "org.apache.spark.sql.connect.service.SparkConnectServer"
        self.await_port(self.port, self.start("connect", [*command, "--class", server, "spark-internal"]))

    def run(self, program, *arguments):
        return self.python(program, *arguments, SPARK_REMOTE=f"sc://127.0.0.1:{self.port}")
