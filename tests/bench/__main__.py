"""The benchmarks: python -m tests.bench load | lookup | verify | memory | peers | cluster | retention | crash | roundtrips | watch | slack | collecting | all [--statements N].

python -m tests.bench tables --into FOLDER [--sizes 100000,1200000] [--peers-up-to N] [--leave-out retention,verify]: the tables of the record at several sizes, with plots."""

import argparse
import asyncio
import math
import os
import sys
from pathlib import Path

from tests.bench import collecting, crash, nodes, peers, record, retention, roundtrips, slack, tables, watch
from tests.bench.corpora import MissingDataError, MissingRecordError

_PARTS = {
    "load": record.load,
    "lookup": record.lookup,
    "verify": record.verify,
    "memory": record.memory,
    "peers": peers.peers,
    "cluster": nodes.cluster,
    "retention": retention.retention,
    "crash": crash.crash,
    "roundtrips": roundtrips.roundtrips,
    "watch": watch.watch,
    "slack": slack.slack,
    "collecting": collecting.collecting,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", choices=[*_PARTS, "all", "tables"])
    parser.add_argument("--statements", type=int, default=1_200_000, help="sentences to fill the record with")
    parser.add_argument(
        "--sizes", default="100000,1200000", help="for tables: statements, with commas between"
    )
    parser.add_argument("--into", type=Path, default=Path("build/tables"), help="for tables: the folder")
    parser.add_argument(
        "--peers-up-to", type=int, default=10**10, help="statements beyond which tables leaves the peers out"
    )
    parser.add_argument(
        "--leave-out", type=lambda names: names.split(","), default=[], help="parts that tables leaves out"
    )
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=20, help="of kill -9, for crash")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="after which crash starts no more rounds"
    )
    parser.add_argument("--files", type=int, default=96, help="of a day of quotation files, for collecting")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("BENCH_DATA", "../shared/data")))
    options = parser.parse_args()
    try:
        if options.part == "tables":
            tables.tables(options)
        for name, part in _PARTS.items():
            if options.part in (name, "all"):
                asyncio.run(part(options))
    except MissingDataError as error:
        sys.stderr.write(f"skipped: {error}\n")
    except MissingRecordError as error:
        sys.stderr.write(f"bench: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
