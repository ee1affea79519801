"""The program: settings, wiring and endpoints to the outside. Read `settings`, `wiring`, `server`, `cli`."""

import os

__version__ = "0.1.0"

# The products of the program are small: several threads for one take longer, and spin on the cores of others.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
