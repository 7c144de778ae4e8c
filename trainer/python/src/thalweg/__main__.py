"""Prints the path of the jar: ``spark-submit --jars $(python -m thalweg) ...``."""

from thalweg._session import jar

print(jar())
