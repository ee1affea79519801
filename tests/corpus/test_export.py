"""The JSON that other programs rely on: every promised field, in its type, whatever the verdict."""

import json

import pytest

from bot.load import starter
from corpus.export import Published, statement_json, verdict_json
from corpus.judging.judge import decide
from corpus.judging.renderings import group
from corpus.models import Coverage, Passage, Quote
from corpus.sources.import_files import FIELDS, statement_of
from corpus.verdict import Rating

SEARCHED = Coverage(126, 3, 5, "1801-03-04", "2026-01-08", "2026-01-08T10:00:00+00:00", ("Paper",))
PLACE = {
    "statement": str, "speaker": str, "date": str, "url": str, "title": str, "publisher": str, "wording": str, "start": int,
    "end": int, "before": str, "after": str, "similarity": float,
}  # fmt: skip
QUOTES = {
    Rating.VERBATIM: Quote("There is no such thing as society", "Thatcher"),
    Rating.REWORDED: Quote("We will fight on the beaches", "Churchill"),
    Rating.ALTERED: Quote("We are planning to go to war with Europe", "Putin"),
    Rating.SPLICED: Quote("You're gambling with the lives of millions of people and this American carnage stops right here", "Trump"),
    Rating.PARAPHRASED: Quote("Western troops in Ukraine would be lawful targets", "Putin"),
    Rating.MISATTRIBUTED: Quote("There is no such thing as society", "Churchill"),
    Rating.NOT_DOCUMENTED: Quote("The moon is made of green cheese", "Putin"),
    Rating.TOO_SHORT: Quote("we are"),
}  # fmt: skip


@pytest.mark.parametrize("rating", QUOTES)
def test_every_promised_field_is_there_in_its_type(rating: Rating) -> None:
    passages = [Passage(s, 0) for s in starter()]
    verdict = group(decide(QUOTES[rating], passages, SEARCHED), [], passages)
    assert verdict.rating is rating
    out = verdict_json(verdict, "q1")
    assert json.loads(json.dumps(out)) == out
    assert next(iter(out)) == "id"
    assert (out["quote"], out["speaker"]) == (QUOTES[rating].text, QUOTES[rating].speaker)
    assert (out["rating"], out["flags"]) == (rating.value, [flag.value for flag in verdict.flags])
    assert isinstance(out["milliseconds"], float)
    for one in [
        *([out["closest"]] if out["closest"] else []),
        *out["renderings"],
        *out["parts"],
        *out["related"],
    ]:
        assert all(isinstance(one[field], kind) for field, kind in PLACE.items())
        (statement,) = (s for s in starter() if s.id == one["statement"])
        assert statement.text[one["start"] : one["end"]] == one["wording"]
    assert len(out["candidates"]) <= 10
    assert all(set(c) == {"statement", "speaker", "score", "wording"} for c in out["candidates"])
    assert all(set(c) == {"kind", "quote", "wording"} for c in out["changes"])


def test_closest_is_null_where_nothing_is_near() -> None:
    out = verdict_json(decide(QUOTES[Rating.NOT_DOCUMENTED], [], SEARCHED))
    assert (out["closest"], out["candidates"], out["changes"]) == (None, [], [])
    assert "id" not in out


def test_the_coverage_says_what_was_searched() -> None:
    assert verdict_json(decide(Quote("x"), [], SEARCHED))["coverage"] == {
        "statements": 126,
        "sources": 3,
        "by_speaker": 5,
        "from": "1801-03-04",
        "until": "2026-01-08",
        "updated": "2026-01-08T10:00:00+00:00",
        "stale": ["Paper"],
    }


def test_a_statement_leaves_in_the_form_in_which_it_is_loaded() -> None:
    assert set(Published.__struct_fields__) == set(FIELDS)
    for statement in starter():
        assert statement_of(statement_json(statement), "out", 1) == statement
