"""The program: settings, wiring, and servers and commands for the outside.

Nouns: settings, parts, lookup, responder, server.
It opens the record, hands functions and stores to the handlers, and runs. It judges nothing and words no answer.
Read `settings`, `wiring` (what everything is made of), `serve`, `slack` and `teams`; then the packages: `cli`
(commands), `record_server` (the record's Redis), `stores` (what is kept of chats), `watches` (corrections).
"""

import os

__version__ = "0.1.0"

# The products of the program are small: several threads for one take longer, and spin on the cores of others.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
