"""The benchmarks: python -m tests.bench load | lookup | verify | memory | peers | crash | watch | collecting | all [--statements N]."""

import argparse
import asyncio
import math
import os
import sys
from pathlib import Path

from tests.bench import collecting, crash, peers, record, watch
from tests.bench.corpora import MissingDataError

_PARTS = {
    "load": record.load,
    "lookup": record.lookup,
    "verify": record.verify,
    "memory": record.memory,
    "peers": peers.peers,
    "crash": crash.crash,
    "watch": watch.watch,
    "collecting": collecting.collecting,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", choices=[*_PARTS, "all"])
    parser.add_argument("--statements", type=int, default=1_200_000, help="sentences to fill the record with")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=20, help="of kill -9, for crash")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="after which crash starts no more rounds"
    )
    parser.add_argument("--files", type=int, default=96, help="of a day of quotation files, for collecting")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("BENCH_DATA", "../shared/data")))
    options = parser.parse_args()
    try:
        for name, part in _PARTS.items():
            if options.part in (name, "all"):
                asyncio.run(part(options))
    except MissingDataError as error:
        sys.stderr.write(f"skipped: {error}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
