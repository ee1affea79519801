"""`read` shows what a document would yield; every complaint names its place, and nothing is stored."""

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main

DATA = Path(__file__).resolve().parents[1] / "data"
NEWS = "MOSCOW\r\n\r\n“We are ready,” said Dmitry Peskov, the spokesman. “That is all we know.”\r\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REDIS_URL", raising=False)


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("name", ["news.txt", "news.txt.gz"])
def test_an_article_yields_who_is_quoted_with_offsets_into_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(NEWS.encode()) if name.endswith(".gz") else NEWS.encode())
    assert main(["read", str(path), "--as", "article", "--json"]) == 0
    found = lines_of(capsys)
    assert [line["speaker"] for line in found] == ["Dmitry Peskov", "Dmitry Peskov"]
    assert all(NEWS[line["start"] : line["end"]] == line["text"] for line in found)
    assert {"date", "url", "title", "attribution", "resolved"} <= set(found[0])
    assert not (tmp_path / "home").exists()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NEWS.encode())))
    assert main(["read", "-"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Dmitry Peskov: We are ready,"


def test_who_cannot_be_told_is_left_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "news.txt"
    path.write_text("“Nobody knows who said these many words.”", encoding="utf-8")
    assert main(["read", str(path)]) == 0
    assert capsys.readouterr().out.startswith("(unresolved): Nobody knows")


def test_files_that_load_takes_are_read_as_it_reads_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "said.jsonl"
    path.write_text(json.dumps({"id": "a", "speaker": "Ann", "text": "We agreed.", "date": "2025-09"}) + "\n")
    assert main(["read", str(path), "--json"]) == 0
    (line,) = lines_of(capsys)
    assert (line["id"], line["speaker"], line["text"], line["date"]) == ("a", "Ann", "We agreed.", "2025-09")
    assert line["resolved"] is True


def test_each_line_of_a_batch_carries_the_id_of_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": id_, "text": NEWS}) + "\n\n" for id_ in ("one", "two")))
    assert main(["read", "--batch", str(path), "--as", "article", "--json"]) == 0
    assert [line["id"] for line in lines_of(capsys)] == ["one", "one", "two", "two"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(
            '{"id": "a", "text": "“Yes, we will,” he said."}\n{"id": 1}', "line 2: field 'text'", id="no text"
        ),
        pytest.param('{"text": "“Yes.”"}\n{"text": 5}', "line 2: field 'text'", id="no string"),
        pytest.param("[1]", "line 1: is not a JSON object", id="a list"),
        pytest.param("{", "line 1: is not JSON", id="no JSON"),
        pytest.param("[" * 200_000, "line 1: is not JSON", id="nested without end"),
    ],
)
def test_a_bad_line_of_a_batch_stops_it_before_the_first_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, complaint: str
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(content)
    assert main(["read", "--batch", str(path), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert complaint in told.err
    assert str(path) in told.err


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        pytest.param("a.txt", b"\xff\xfe\x00", "is not UTF-8 text", id="no UTF-8"),
        pytest.param("a.txt.gz", b"PK", "is not a whole gzip file", id="no gzip"),
        pytest.param("a.txt.gz", gzip.compress(b"a" * 30_000_000), "is longer than", id="gzip bomb"),
        pytest.param("a.jsonl", b'{"speaker": "Ann"}', "line 1: field 'text'", id="statement without text"),
    ],
)
def test_a_bad_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, complaint: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["read", str(path)]) == 2
    told = capsys.readouterr().err
    assert complaint in told
    assert str(path) in told


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing to read"),
        pytest.param(["a.txt", "--batch", "b.jsonl"], id="a file and a batch"),
        pytest.param(["missing.txt"], id="no such file"),
        pytest.param(["-", "--as", "statements"], id="statements without a file's ending"),
        pytest.param(["--batch", "b.jsonl", "--as", "statements"], id="a batch of statements"),
        pytest.param(["--batch", "b.jsonl", "--as", "feed"], id="a batch of feeds"),
    ],
)
def test_wrong_usage_is_refused(arguments: list[str]) -> None:
    assert main(["read", *arguments]) == 2


@pytest.mark.parametrize(
    ("name", "kind", "speakers"),
    [
        pytest.param(
            "transcript/joint.txt",
            "transcript",
            ["Mark Rutte", None, None, "Ursula von der Leyen"],
            id="transcript",
        ),
        pytest.param("page/news.html", "article", ["Dmitry Peskov"], id="page"),
    ],
)
def test_documents_of_all_kinds_are_read(
    capsys: pytest.CaptureFixture[str], name: str, kind: str, speakers: list[str | None]
) -> None:
    assert main(["read", str(DATA / name), "--as", kind, "--json"]) == 0
    assert [line["speaker"] for line in lines_of(capsys)] == speakers


def test_the_items_of_a_feed_tell_their_address_and_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "feed.xml"
    body = "<p>Ann Lee: We will not wait.</p><p>Question: Why is that?</p>"
    item = f"<title>Talk</title><link>https://a.example/1</link><pubDate>5 Sep 2025 10:00 GMT</pubDate><description><![CDATA[{body}]]></description>"
    path.write_text(f"<rss><channel><item>{item}</item></channel></rss>")
    assert main(["read", str(path), "--json"]) == 0
    first, second = lines_of(capsys)
    assert (first["speaker"], first["url"], first["date"]) == ("Ann Lee", "https://a.example/1", "2025-09-05")
    assert second["resolved"] is False


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/"])
def test_an_address_of_the_inside_is_not_fetched(capsys: pytest.CaptureFixture[str], url: str) -> None:
    assert main(["read", url]) == 3
    assert "not a public address" in " ".join(capsys.readouterr().err.split())
