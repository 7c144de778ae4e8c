"""The package as pip builds it, and the Python in the documents."""

import re
import subprocess
import sys
import zipfile

import pytest
from conftest import CHECKOUT
from processes import HERE, environment

import thalweg


def test_the_wheel_holds_the_jar_the_licence_and_the_types(tmp_path):
    pytest.importorskip("setuptools", minversion="77", reason="needs setuptools 77")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path)]
    made = subprocess.run([*build, str(HERE.parent)], capture_output=True, text=True, timeout=120)
    assert made.returncode == 0, made.stderr[-2000:]
    (wheel,) = tmp_path.glob("thalweg-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    for name in ("thalweg/py.typed", "thalweg/_params.py", "org/thalweg/ml.py", "thalweg/jars/thalweg-jobs.jar"):
        assert name in names
    assert not [name for name in names if name in ("org/__init__.py", "org/thalweg/__init__.py")]
    info = f"thalweg-{thalweg.__version__}.dist-info/licenses/"
    assert info + "LICENSE" in names
    assert (info + "NOTICE" in names) == (CHECKOUT / "NOTICE").is_file()
    assert "License-Expression: Apache-2.0" in metadata and "Requires-Python: >=3.9" in metadata
    assert "pyspark<4.3,>=3.5" in metadata
    assert f"\n  <version>{thalweg.__version__}</version>" in (CHECKOUT / "pom.xml").read_text()


def test_it_says_how_to_build_a_jar_that_is_missing(tmp_path):
    copy = tmp_path / "trainer" / "python"
    (copy / "src" / "thalweg").mkdir(parents=True)
    for name in ("setup.py", "pyproject.toml", "README.md", "src/thalweg/__init__.py"):
        (copy / name).write_text((HERE.parent / name).read_text())
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path)]
    made = subprocess.run([*build, str(copy)], capture_output=True, text=True, timeout=120)
    assert made.returncode != 0
    assert "thalweg-jobs.jar, found none; build it first, in " in made.stderr
    assert "mvn -B -q -pl jobs -am -DskipTests package" in made.stderr


def test_the_jar_is_printed_for_spark_submit():
    printed = subprocess.run([sys.executable, "-m", "thalweg"], env=environment(), capture_output=True, text=True)
    assert printed.stdout == thalweg.jar() + "\n"
    assert thalweg.spark_config() == {"spark.jars": thalweg.jar()}


def _python_blocks():
    """The blocks of Python of every document, but those of builds and environments."""
    for path in sorted(CHECKOUT.rglob("*.md")):
        name = path.relative_to(CHECKOUT)
        if any(part.startswith(".") or part in ("target", "venv", "node_modules") for part in name.parts):
            continue
        blocks = re.findall(r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        for number, lines in enumerate(blocks, 1):
            yield pytest.param(lines, id=f"{name}-{number}")


def test_documents_have_python():
    assert len(list(_python_blocks())) >= 3


@pytest.mark.parametrize("lines", list(_python_blocks()))
def test_the_python_in_a_document_runs(lines, tmp_path):
    (tmp_path / "jobs").symlink_to(CHECKOUT / "jobs")
    run = subprocess.run(
        [sys.executable, "-c", lines],
        env=environment(SPARK_CONF_DIR=str(CHECKOUT / "cluster-configs" / "local")),
        cwd=tmp_path, capture_output=True, text=True, timeout=240,
    )
    assert run.returncode == 0, run.stdout + run.stderr[-3000:]
    assert float(re.findall(r"0\.\d+", run.stdout)[-1]) > 0.9, run.stdout
