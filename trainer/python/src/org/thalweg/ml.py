"""The stages under the name of their package in Java, by which pyspark looks for them when it loads a pipeline.

The folders above have no ``__init__.py``: they are namespaces, and stand beside other packages of the same names.
"""

from thalweg import *  # noqa: F401,F403
