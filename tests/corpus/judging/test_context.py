"""What the source's own sentence does to the words that were cut out of it."""

import pytest

from corpus.judging.context import context_flags, elsewhere_condition, scope_flags, sentence_around
from corpus.verdict import Flag


def flags(source: str, quote: str | None = None) -> set[Flag]:
    """The flags of the words between bars in a source."""
    before, words, after = source.split("|")
    return context_flags(before + words + after, len(before), len(before + words), quote or words)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("If troops appear there, |they will be targets|.", id="if before"),
        pytest.param("|They will be targets| if they appear there.", id="if after"),
        pytest.param("|We will stay| unless they leave.", id="unless"),
        pytest.param("|We will stay| until they leave.", id="until"),
        pytest.param("|We will help| as long as they fight.", id="as long as"),
        pytest.param("Should they come, |we will fight|.", id="should they"),
        pytest.param("Если они придут, |это будут законные цели|.", id="Russian"),
        pytest.param("Wenn sie kommen, |werden sie Ziele sein|.", id="German"),
        pytest.param("|Nous viendrons| à condition que vous partiez.", id="French"),
        pytest.param("如果他们来，|他们会成为目标|。", id="Chinese"),
    ],
)
def test_a_condition_that_the_quote_leaves_out_is_flagged(source: str) -> None:
    assert Flag.CONDITIONAL in flags(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("|We do not plan to go to war|, but if Europe wants to, we are ready.", id="of the next clause"),
        pytest.param("Even if they come, |we will win|.", id="even if"),
        pytest.param("It looks as if |we will win|.", id="as if"),
        pytest.param("If they come, we fight. |We will win|.", id="of the sentence before"),
        pytest.param("|If they come, they will be targets|.", id="in the quote itself"),
    ],
)  # fmt: skip
def test_a_condition_of_something_else_is_not_flagged(source: str) -> None:
    assert Flag.CONDITIONAL not in flags(source)


def test_a_question_quoted_as_a_statement_is_flagged() -> None:
    assert Flag.QUESTION in flags("Do |we want to be slaves|?")
    assert Flag.QUESTION not in flags("Do we agree? |We want to be free|.")
    assert Flag.QUESTION not in flags("|Do we want to be slaves|?", "Do we want to be slaves?")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("My opponent says: “|the war is lost|”.", id="in quotation marks"),
        pytest.param('He says: "|the war is lost|".', id="in straight marks"),
        pytest.param("They declared that they are '|not in the mood|' for it.", id="in single marks"),
        pytest.param("He told me: “Give up, |the war is lost|”.", id="further into a quotation"),
        pytest.param("They say |the war is lost|.", id="they say"),
        pytest.param("Some will say that |the war is lost|.", id="some will say that"),
        pytest.param("According to my opponent |the war is lost|.", id="according to"),
        pytest.param("It has been said that |the war is lost|.", id="it has been said"),
        pytest.param("They want us to believe that |the war is lost|.", id="want us to believe"),
        pytest.param("“|The war is lost|”, my opponent says.", id="the speaker named after"),
        pytest.param("We won.\nAUDIENCE: |Lock her up|!", id="shouted by the audience"),
        pytest.param("We won.\nQ. Mr. Fox said: |the war is lost|?", id="asked by a reporter"),
        pytest.param("|Not one inch to the east| - that's what we were told.", id="what we were told"),
    ],
)
def test_words_of_somebody_else_are_flagged(source: str) -> None:
    assert Flag.QUOTING_OTHERS in flags(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("He said “no”. |The war is lost|.", id="a quotation that is over"),
        pytest.param("The troops' own |food is lost|.", id="a plural's apostrophe"),
        pytest.param("It isn't our fault that |the war is lost|.", id="a contraction"),
        pytest.param("I say to you: |the war is lost|.", id="I say"),
        pytest.param('And I\'ll say to them, "|Read my lips|."', id="told as a quotation of one's own"),
        pytest.param("We won.\nTHE PRESIDENT: |The war is lost|.", id="after the speaker's own label"),
    ],
)
def test_the_speakers_own_words_are_not_flagged_as_somebody_elses(source: str) -> None:
    assert Flag.QUOTING_OTHERS not in flags(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("We are not |planning to go to war with Europe|.", id="not"),
        pytest.param("We don’t |want war with our neighbours|.", id="don't"),
        pytest.param("There is no |such thing as society|.", id="no"),
        pytest.param("Nobody here |wants this war|.", id="nobody"),
        pytest.param("I did not make that statement, nor did I |ever think it|.", id="nor"),
        pytest.param("Without NATO |we will lose this war|.", id="without"),
        pytest.param("I have never said |the war was a mistake|.", id="never said"),
        pytest.param("It is nonsense to say that |the war was a mistake|.", id="nonsense to say"),
        pytest.param("I reject the claim that |the war was a mistake|.", id="reject the claim"),
        pytest.param("The notion that |Ukraine is losing| is flat out false.", id="dismissed afterwards"),
        pytest.param("Let us dispel this fiction that |he knows what he is doing|.", id="fiction"),
        pytest.param("|A war with Europe| is not our plan.", id="denied afterwards"),
        pytest.param("Imagine |the war is lost|.", id="imagine"),
        pytest.param("Мы не |хотим этой войны|.", id="Russian"),
    ],
)
def test_words_that_the_speaker_denies_are_flagged_as_out_of_context(source: str) -> None:
    assert Flag.OUT_OF_CONTEXT in flags(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("I know that |the war is lost|.", id="I know that"),
        pytest.param("Let us not forget that |the war is lost|.", id="not forget"),
        pytest.param("No doubt |the war is lost|.", id="no doubt"),
        pytest.param("We are not only |ready for war| but able.", id="not only"),
        pytest.param("They did not come, and |the war is lost|.", id="not in another clause"),
        pytest.param("No. |The war is lost|.", id="no in another sentence"),
        pytest.param("We do not run: |the war is lost|.", id="not before a colon"),
        pytest.param("|The war is lost|. That is not false.", id="not in the next sentence"),
    ],
)
def test_words_that_the_speaker_stands_by_are_not_flagged_as_out_of_context(source: str) -> None:
    assert Flag.OUT_OF_CONTEXT not in flags(source)


def test_a_whole_sentence_brings_no_flag() -> None:
    assert flags("I came. |We shall fight on the beaches|. They left.") == set()


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        pytest.param("Western troops would be targets", "any troops there will be targets", {Flag.NARROWER}, id="Western for any"),
        pytest.param("all troops would be targets", "Western troops will be targets", {Flag.BROADER}, id="all for Western"),
        pytest.param("Western troops would be targets", "Western troops will be targets", set(), id="the same"),
        pytest.param("troops would be targets", "any troops will be targets", set(), id="neither"),
    ],
)  # fmt: skip
def test_a_narrower_and_a_broader_scope_are_told_apart(
    quote: str, sentence: str, expected: set[Flag]
) -> None:
    assert scope_flags(quote, sentence) == expected


def test_a_condition_of_a_sentence_is_seen_unless_the_quote_has_it() -> None:
    assert elsewhere_condition("If they come, they will be targets.", "They would be targets")
    assert not elsewhere_condition("If they come, they will be targets.", "Targets, if they come")


def test_the_sentence_around_words_reaches_over_all_that_they_touch() -> None:
    text = "One. Two three. Four five. Six."
    assert text[slice(*sentence_around(text, 9, 20))] == "Two three. Four five. "
