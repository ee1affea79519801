"""The fuzzer over every reader of sources: python -m tests.fuzz [READER …] --seconds N, in all.

Each reader has its share of the time in a process of its own, led by the paths that its code takes. What breaks a law
is written to build/fuzz, and `python -m tests.fuzz --again FILE READER` reads it again.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["corpus.sources", "corpus.language.speakers"]):
    from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.mutation import LONGEST, mutate

FOUND = Path("build/fuzz")
_MEMORY = 2_048  # MB that a reader may hold
_SLOW = 20  # seconds that one document may take before the process is ended
_OWN = 0.7  # share of the mutations that are ours; the others are those of libFuzzer


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(one.name for one in TARGETS))
    parser.add_argument("--seconds", type=int, default=600, help="in all")
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    parser.add_argument("--again", type=Path, metavar="FILE", help="read this document once")
    parser.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    known = {one.name: one for one in TARGETS}
    chosen = [known[name] for name in options.readers or known]
    if options.again:
        return 0 if chosen[0].check(options.again.read_bytes()) else 1
    share = max(1, options.seconds // len(chosen))
    if options.within:
        _run(chosen[0], share, options.seed)
    _say(
        f"{'reader':>18} {'documents':>10} {'paths':>7}  outcome  (seed {options.seed}, {share} seconds each)"
    )
    return max([_supervise(target, share, options.seed) for target in chosen])


def _run(target: Target, seconds: int, seed: int) -> None:
    """Fuzz one reader in this process; libFuzzer ends it."""
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(target.seeds):
            (Path(folder) / str(number)).write_bytes(content)

        def changed(data: bytes, longest: int, chance: int) -> bytes:
            rng = random.Random(chance)
            if rng.random() < _OWN:
                return mutate(data, rng, target.seeds)[:longest]
            return bytes(atheris.Mutate(data, longest))

        limits = {
            "max_total_time": seconds, "seed": seed, "max_len": LONGEST, "len_control": 0,
            "timeout": _SLOW, "rss_limit_mb": _MEMORY, "print_final_stats": 1, "verbosity": 1,
        }  # fmt: skip
        prefix = FOUND / f"{target.name.replace(' ', '-')}-"
        arguments = [f"-{name}={value}" for name, value in limits.items()]
        atheris.Setup(
            [sys.argv[0], *arguments, f"-artifact_prefix={prefix}", folder],
            _quiet(target),
            custom_mutator=changed,
        )
        atheris.Fuzz()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _quiet(target: Target):  # type: ignore[no-untyped-def] # noqa: ANN202 - what atheris calls
    def read(content: bytes) -> None:
        target.check(content)

    return read


def _supervise(target: Target, seconds: int, seed: int) -> int:
    command = [
        sys.executable,
        "-m",
        "tests.fuzz",
        "--within",
        "--seconds",
        str(seconds),
        "--seed",
        str(seed),
        target.name,
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", check=False, env={**os.environ}
    )
    said = done.stdout + done.stderr
    runs = re.findall(r"number_of_executed_units: (\d+)|^#(\d+)", said, re.MULTILINE)
    paths = re.findall(r"cov: (\d+)", said)
    number = max((int(whole or part) for whole, part in runs), default=0)
    held = done.returncode == 0
    _say(f"{target.name:>18} {number:>10,} {paths[-1] if paths else '?':>7}  {'held' if held else 'BROKEN'}")
    if not held:
        sys.stderr.write(
            "\n".join(
                [line for line in said.splitlines() if not line.startswith(("#", "INFO", "stat"))][-40:]
            )
        )
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
