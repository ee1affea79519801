"""Files into the record: all of a file or nothing of it, and every complaint names its place."""

import gzip
import json
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot import load
from corpus.collecting.coverage import CoverageReader
from corpus.errors import ReadError
from corpus.index.writer import Added
from tests.support.record import Record


def written(path: Path, *rows: dict[str, object]) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text)
    return path


async def loaded(redis: Redis, *paths: Path) -> Added:
    load.check(paths)
    index = Record(redis)
    return sum([await load.load(index, load.read_file(path)) for path in paths], Added())


@pytest.mark.parametrize("name", ["said.jsonl", "said.jsonl.gz"])
async def test_the_same_file_twice_changes_nothing(redis: Redis, tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name, *({"speaker": "Ann", "text": f"Promise {n}."} for n in range(50)))
    assert await loaded(redis, path) == Added(new=50)
    assert await loaded(redis, path) == Added(same=50)
    assert (await CoverageReader(redis).coverage()).statements == 50


async def test_batches_follow_each_other_and_the_steps_are_told(
    redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "BATCH", 7)
    path = written(tmp_path / "a.jsonl", *({"speaker": "Ann", "text": f"Promise {n}."} for n in range(20)))
    steps: list[int] = []
    assert await load.load(Record(redis), load.read_file(path), steps.append) == Added(new=20)
    assert steps == [7, 14, 20]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        pytest.param("a.jsonl", '{"speaker": "Ann", "text": "x"}\n{"speaker": "Ann"}\n', "line 2: field 'text'", id="no text"),
        pytest.param("a.jsonl", '{"speaker": "", "text": "x"}\n', "line 1: field 'speaker'", id="no speaker"),
        pytest.param("a.jsonl", '\n{"speaker": "A", "text": "x", "tetx": "y"}\n', "line 2: field 'tetx'", id="unknown"),
        pytest.param("a.jsonl", '{"speaker": "A", "text": "x", "date": "5.9.25"}\n', "line 1: field 'date'", id="date"),
        pytest.param("a.jsonl", '{"speaker": "A", "text": "x", "date": "2025-13"}\n', "line 1: field 'date'", id="month"),
        pytest.param("a.jsonl", '{"speaker": "A", "text": "x", "url": "javascript:1"}\n', "line 1: field 'url'", id="url"),
        pytest.param("a.jsonl", '{"speaker": "A", "text": "x", "id": 5}\n', "line 1: field 'id'", id="number for a string"),
        pytest.param("a.jsonl", '{"speaker": "A", "text": "x", "translated": "no"}\n', "line 1: field 'translated'", id="flag"),
        pytest.param(
            "a.jsonl", '{"speaker": "A", "text": "x", "provenance": "hearsay"}\n', "line 1: field 'provenance'", id="provenance"
        ),
        pytest.param("a.jsonl", '{"speaker": "A", "text": "x"}\n{"speaker\n', "line 2: is not JSON", id="cut short"),
        pytest.param("a.jsonl", "[1]\n", "line 1: is not a JSON object", id="a list"),
        pytest.param("a.csv", "speaker,words\nAnn,hello\n", "line 1: field 'text'", id="header"),
        pytest.param("a.csv", "speaker,text\nAnn,hello\n,bye\n", "line 3: field 'speaker'", id="cell"),
        pytest.param("a.txt", "no name here\n", "line 1: field 'speaker'", id="transcript"),
    ],
)  # fmt: skip
async def test_a_malformed_line_is_named_and_nothing_is_loaded(
    redis: Redis, tmp_path: Path, name: str, text: str, place: str
) -> None:
    good = written(tmp_path / "good.jsonl", {"speaker": "Ann", "text": "Fine."})
    bad = tmp_path / name
    bad.write_text(text)
    with pytest.raises(ReadError) as caught:
        await loaded(redis, good, bad)
    assert f"{bad}, {place}" in str(caught.value)
    assert (await CoverageReader(redis).coverage()).statements == 0


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        pytest.param(b'{"speaker": "Ann", "text": "\xff"}\n', "is not UTF-8 text", id="other encoding"),
        pytest.param(gzip.compress(b'{"speaker": "Ann", "text": "x"}\n')[:-9], "is not a whole gzip file", id="cut gzip"),
        pytest.param(b"plain", "is not a whole gzip file", id="no gzip"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named(tmp_path: Path, data: bytes, complaint: str) -> None:
    path = tmp_path / ("a.jsonl" if b"speaker" in data else "a.jsonl.gz")
    path.write_bytes(data)
    with pytest.raises(ReadError, match=complaint):
        load.check([path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.jsonl: cannot be read"):
        load.check([tmp_path / "none.jsonl"])


def test_the_starter_statements_are_sound() -> None:
    starter = load.starter()
    assert len(starter) > 100
    assert len({statement.id for statement in starter}) == len(starter)
