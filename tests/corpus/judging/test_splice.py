"""Fragments of a stitched quote, each in its own place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.load import starter
from corpus.judging.alignment import prepare
from corpus.judging.splice import EXACT, LEAST, find_parts
from corpus.models import Passage, Statement

SHIPS = "We shall build many great ships for the northern ports."
TAXES = "Taxes must fall soon for every working family in the land."
FILLING = "Nothing else of note was said about it on that long and rainy morning in the old town hall."


def passages(*texts: str) -> list[Passage]:
    return [Passage(Statement(str(n), "Ann", text), 0) for n, text in enumerate(texts, 1)]


def places(quote: str, *texts: str) -> list[tuple[str, str]]:
    """Statement and wording of each fragment."""
    record = passages(*texts)
    found = find_parts(prepare(quote, quoted=True), record)
    return [
        (part.place[0], record[int(part.place[0]) - 1].statement.text[part.place[1] : part.place[2]])
        for part in found
    ]


@pytest.mark.parametrize(
    ("quote", "texts", "parts"),
    [
        pytest.param("build many great ships and taxes must fall soon", [SHIPS, TAXES], [("1", "build many great ships"), ("2", "Taxes must fall soon")], id="two statements"),
        pytest.param("Taxes must fall soon, we shall build many great ships", [SHIPS, TAXES], [("2", "Taxes must fall soon"), ("1", "We shall build many great ships")], id="the other way round"),
        pytest.param("We shall build many great ships. Taxes must fall soon", [f"{SHIPS} {FILLING} {TAXES}"], [("1", "We shall build many great ships"), ("1", "Taxes must fall soon")], id="far apart in one statement"),
        pytest.param("build many great ships. Nothing else of note was said", [f"{SHIPS} {FILLING}"], [], id="neighbours are no splice"),
        pytest.param("We shall build many great ships", [SHIPS, TAXES], [], id="one fragment is no splice"),
        pytest.param("We shall build many great ships and bake much bread", [SHIPS, TAXES], [], id="a part that stands nowhere"),
        pytest.param("We shall build many great ships and taxes", [SHIPS, TAXES], [], id="a part too short to tell"),
        pytest.param("ships and taxes", [SHIPS, TAXES], [], id="single words"),
        pytest.param("", [SHIPS], [], id="nothing"),
        pytest.param("build many great ships and taxes must fall soon", [], [], id="no passage"),
    ],
)  # fmt: skip
def test_a_stitched_quote_is_taken_apart(quote: str, texts: list[str], parts: list[tuple[str, str]]) -> None:
    assert places(quote, *texts) == parts


ENGLISH = [s for s in starter() if s.language == "en" and "..." not in s.text]


@given(st.lists(st.sampled_from(ENGLISH), min_size=2, max_size=3, unique_by=lambda s: s.id))
def test_every_fragment_stands_almost_word_for_word_in_its_place(chosen: list[Statement]) -> None:
    quote = prepare(" and ".join(s.text.rstrip(".") for s in chosen), quoted=True)
    found = find_parts(quote, [Passage(s, 7) for s in chosen])
    for part in found:
        id_, start, end = part.place
        (statement,) = (s for s in chosen if s.id == id_)
        assert 0 <= start - 7 < end - 7 <= len(statement.text)
        assert part.alignment.similarity >= EXACT
        assert part.alignment.quote.total >= LEAST
    ours = [token for part in found for token in part.alignment.quote.tokens]
    assert ours == sorted(ours, key=lambda token: token.start)
    left = [t.norm for t in quote.tokens if found and t not in ours]
    assert set(left) <= {"and", "but", "so", "or"}
