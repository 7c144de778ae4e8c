"""Puts what stands elsewhere in the checkout into the wheel: the jar, the licence and the notice."""

import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[1]
JAR = TOP / "jobs" / "target" / "thalweg-jobs.jar"

for name in ("LICENSE", "NOTICE"):
    if (TOP / name).is_file():
        shutil.copyfile(TOP / name, HERE / name)


class WithJar(build_py):
    """Copies the jar, too."""

    def run(self):
        super().run()
        if self.editable_mode:
            return
        if not JAR.is_file():
            sys.exit(
                f"thalweg: expected {JAR}, found none; build it first, in {TOP}: mvn -B -q -pl jobs -am -DskipTests package"
            )
        jars = Path(self.build_lib) / "thalweg" / "jars"
        jars.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(JAR, jars / JAR.name)


setup(cmdclass={"build_py": WithJar})
