"""A quote laid over a statement: every word has its place, and the way back to the originals is exact."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.load import starter
from corpus.judging.alignment import (
    Alignment,
    Step,
    align,
    backwards,
    lay,
    lay_over,
    part,
    prefix_costs,
    prepare,
    same_word,
    similarities,
)

TEXTS = st.sampled_from([s.text for s in starter()])
ANY = st.text(st.characters(), max_size=120)


def marked(alignment: Alignment) -> str:
    """The columns in short: words of both, +only the quote's, -only the source's, ~elided, quote/source for a pair."""
    shown = []
    for column in alignment.columns:
        quote = alignment.quote.tokens[column.quote].norm if column.quote is not None else ""
        source = alignment.source.tokens[column.source].norm if column.source is not None else ""
        shown.append(
            {
                Step.SAME: quote,
                Step.PAIR: f"{quote}/{source}",
                Step.EXTRA: f"+{quote}",
                Step.LEFT_OUT: f"-{source}",
                Step.ELIDED: f"~{source}",
            }[column.step]
        )
    return " ".join(shown)


@pytest.mark.parametrize(
    ("quote", "source", "columns"),
    [
        pytest.param("we shall fight", "Above all, we shall fight!", "we shall fight", id="inside a sentence"),
        pytest.param("they will be targets", "they will not be targets", "they will -not be targets", id="a word left out"),
        pytest.param("they will not be targets", "they will be targets", "they will +not be targets", id="a word put in"),
        pytest.param("lawful targets", "legitimate targets", "lawful/legitimate targets", id="a word replaced"),
        pytest.param("we … surrender", "we shall never surrender", "we ~shall ~never surrender", id="an ellipsis"),
        pytest.param("we shall … surrender", "we shall surrender", "we shall surrender", id="an ellipsis over nothing"),
        pytest.param("I do see sense", "I do not see any sense", "i do -not see -any sense", id="the outer words hold on"),
        pytest.param("It's over", "It is over", "it 's over", id="a clitic and its word"),
        pytest.param("we fight (applause) on", "we fight on", "we fight on", id="a stage direction"),
        pytest.param("we [the people] fight", "we fight", "we +the +people fight", id="a bracket"),
    ],
)  # fmt: skip
def test_words_are_laid_like_this(quote: str, source: str, columns: str) -> None:
    assert marked(align(quote, source)) == columns


@given(TEXTS)
def test_a_quote_laid_over_itself_is_whole(text: str) -> None:
    alignment = align(text, text)
    assert alignment.similarity == 1.0
    assert alignment.matched == pytest.approx(1.0)
    assert all(column.step is Step.SAME for column in alignment.columns)


@given(TEXTS, TEXTS, st.data())
def test_a_part_of_a_statement_is_found_where_it_stands(text: str, around: str, data: st.DataObject) -> None:
    whole = " ".join([around, *re.sub(r"\.\.\.|[\[\]()]", " ", text).split()])
    tokens = prepare(whole).tokens
    words = [word.span() for word in re.finditer(r"\S+", whole) if word.start() > len(around)]
    # What is one token is not cut: "three and a half" is one number, and has no "three" in it.
    starts = [start for start, _ in words if not any(t.start < start < t.end for t in tokens)]
    assume(starts)
    low = data.draw(st.sampled_from(starts))
    high = data.draw(
        st.sampled_from([e for _, e in words if e > low and not any(t.start < e < t.end for t in tokens)])
    )
    piece = whole[low:high]
    alignment = align(piece, whole)
    if alignment.quote.tokens:
        assert alignment.similarity == pytest.approx(1.0)
        start, end = alignment.span
        # "have" may be found in "you've", and "is" in "God's": where they stand first.
        found = [t for t in alignment.source.tokens if start <= t.start and t.end <= end]
        asked = prepare(piece).tokens
        assert len(found) == len(asked)
        assert all(same_word(one.norm, other.norm) for one, other in zip(found, asked, strict=True))


@given(st.one_of(TEXTS, ANY), st.one_of(TEXTS, ANY))
def test_every_word_of_the_quote_has_one_column_and_all_stand_in_order(quote: str, source: str) -> None:
    alignment = align(quote, source)
    assert 0.0 <= alignment.similarity <= 1.0
    if not alignment.columns:
        assert not alignment.quote.tokens or not alignment.source.tokens
        return
    ours = [column.quote for column in alignment.columns if column.quote is not None]
    theirs = [column.source for column in alignment.columns if column.source is not None]
    assert ours == list(range(len(alignment.quote.tokens)))
    assert theirs == list(range(theirs[0], theirs[-1] + 1)) if theirs else True
    for column in alignment.columns:
        if column.step is Step.SAME:
            assert column.quote is not None
            assert column.source is not None
            assert same_word(
                alignment.quote.tokens[column.quote].norm, alignment.source.tokens[column.source].norm
            )


@given(st.one_of(TEXTS, ANY), st.one_of(TEXTS, ANY))
def test_the_span_leads_from_the_first_to_the_last_word_under_the_quote(quote: str, source: str) -> None:
    alignment = align(quote, source)
    start, end = alignment.span
    assert 0 <= start <= end <= len(source)
    at = [column.source for column in alignment.columns if column.source is not None]
    if at:
        assert (start, end) == (alignment.source.tokens[at[0]].start, alignment.source.tokens[at[-1]].end)


@given(TEXTS, TEXTS)
def test_costs_of_beginnings_rise_and_end_in_the_cost_of_the_whole(quote: str, source: str) -> None:
    ours, theirs = prepare(quote), prepare(source)
    for one, other in ((ours, theirs), (backwards(ours), backwards(theirs))):
        costs = prefix_costs(one, [other])[0]
        assert len(costs) == len(one.tokens) + 1
        assert all(costs[1:] >= costs[:-1] - 1e-3)
    assert lay(ours, theirs).similarity == pytest.approx(
        max(0.0, 1 - prefix_costs(ours, [theirs])[0][-1] / ours.total), abs=1e-3
    )


@given(st.one_of(TEXTS, ANY), st.lists(st.one_of(TEXTS, ANY), max_size=6))
def test_laid_over_many_sources_at_once_every_one_is_as_it_is_alone(quote: str, sources: list[str]) -> None:
    ours, theirs = prepare(quote, quoted=True), [prepare(source) for source in sources]
    together = lay_over(ours, theirs)
    assert together == [lay(ours, source) for source in theirs]
    assert similarities(ours, theirs) == pytest.approx([one.similarity for one in together], abs=1e-6)
    if ours.tokens and theirs:
        alone = [prefix_costs(ours, [source])[0].tolist() for source in theirs]
        assert prefix_costs(ours, theirs).tolist() == alone


@given(TEXTS, st.data())
def test_a_part_of_a_prepared_text_keeps_its_offsets(text: str, data: st.DataObject) -> None:
    whole = prepare(text, quoted=True)
    low = data.draw(st.integers(0, len(whole.tokens)))
    high = data.draw(st.integers(low, len(whole.tokens)))
    piece = part(whole, low, high)
    assert piece.tokens == whole.tokens[low:high]
    assert piece.text == text
    assert {g + low for g in piece.gaps} <= whole.gaps
