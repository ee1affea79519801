"""Cutting a reply: what stays, what is marked, and that every text can be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.verdict import Rating
from handlers.messages import say
from handlers.replies.reply import Link, Mark, Reply, Span, Tone, Wording
from handlers.replies.truncate import ROOMS, cut, head, plain, squeeze, tail


def reply(wording: Wording | None = None, **more: tuple[Wording, ...]) -> Reply:
    return Reply(
        Rating.VERBATIM, Tone.FOUND, "✓", "Documented word for word", "", "q", wording=wording, **more
    )


def wording(before: str = "", match: str = "tear down this wall", after: str = "") -> Wording:
    spans = (Span(before), Span(match, Mark.MATCHED), Span(after))
    return Wording("Closest", spans, ("Ronald Reagan",), (Link("Archive", "https://archive.example/1"),))


def words(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


@given(st.text(max_size=200), st.integers(0, 100))
def test_a_cut_text_is_never_longer_than_its_room(text: str, limit: int) -> None:
    assert len(head(text, limit)) <= max(limit, 1)
    assert len(tail(text, limit)) <= max(limit, 1)


@given(st.text(alphabet="ab c", max_size=100), st.integers(1, 100))
def test_what_is_kept_was_there_and_a_cut_is_marked(text: str, limit: int) -> None:
    assert text.startswith(head(text, limit).rstrip("…"))
    assert text.endswith(tail(text, limit).lstrip("…"))
    assert head(text, limit) == text or head(text, limit).endswith("…")


@given(st.lists(st.builds(Span, st.text(max_size=80), st.sampled_from(Mark)), max_size=30).map(tuple))
def test_squeezed_spans_keep_their_marks_and_their_order(spans: tuple[Span, ...]) -> None:
    kept = [span for span in squeeze(spans, 600) if span.text != "…"]
    rest = iter(spans)
    for span in kept:
        assert any(span.mark is whole.mark and span.text in whole.text for whole in rest)


def test_the_sentences_around_go_before_the_words_themselves() -> None:
    around = "And so it went on. " * 100
    short = cut(reply(wording(around, "tear down this wall", around)), ROOMS[2])
    assert short.wording is not None
    assert Span("tear down this wall", Mark.MATCHED) in short.wording.spans
    assert len(words(short.wording.spans)) < 300
    assert words(short.wording.spans).startswith("…")
    assert words(short.wording.spans).endswith("…")
    assert short.notes == (say("chats.shortened"),)


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_is_too_small_for_the_rating_and_the_source(room: object) -> None:
    short = cut(reply(wording("a " * 9000, "b " * 9000, "c " * 9000)), room)  # type: ignore[arg-type]
    assert short.headline == "Documented word for word"
    assert short.wording is not None
    assert short.wording.links == (Link("Archive", "https://archive.example/1"),)


def test_what_fits_stays_as_it_is() -> None:
    assert cut(reply(wording("Mr. Gorbachev, "), others=(wording(),)), ROOMS[0]) == reply(
        wording("Mr. Gorbachev, ").__class__(
            "Closest",
            (Span("Mr. Gorbachev, "), Span("tear down this wall", Mark.MATCHED)),
            ("Ronald Reagan",),
            (Link("Archive", "https://archive.example/1"),),
        ),
        others=(
            Wording(
                "Closest",
                (Span("tear down this wall", Mark.MATCHED),),
                ("Ronald Reagan",),
                (Link("Archive", "https://archive.example/1"),),
            ),
        ),
    )


@given(st.text() | st.text(alphabet="\x00\x1b\u202e\u2066\ud800\udfff\u2028\r\nab"))
def test_every_text_can_be_sent_and_turns_no_writing_around(text: str) -> None:
    shown = plain(text)
    shown.encode()
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b")
    assert plain(shown) == shown


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs", "M"])))
def test_every_letter_stays(text: str) -> None:
    assert plain(text) == text
