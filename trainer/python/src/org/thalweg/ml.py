"""The stages, in a module with the name of their Java package: pyspark looks for them there when it loads a pipeline.

The folders above have no ``__init__.py``: they are namespace packages, so that other packages may have the same names.
"""

from thalweg import *  # noqa: F401,F403
