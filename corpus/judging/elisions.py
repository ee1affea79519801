"""What an ellipsis in a quote hides: a condition, a "not" between commas, the end of one sentence and another subject."""

from collections.abc import Iterator

from corpus.judging.alignment import Alignment, Step
from corpus.judging.frames import LanguageFrames, frames_of, straight
from corpus.language.function_words import NEGATORS
from corpus.language.sentences import sentences
from corpus.language.stems import STOP_WORDS
from corpus.language.tokens import tokenize
from corpus.verdict import Flag

_SET_OFF = 5  # words of an adverbial such as "at no time"


def elision_flags(alignment: Alignment) -> set[Flag]:
    """Return the flags that the words behind ellipsis marks call for.

    >>> from corpus.judging.alignment import align
    >>> elision_flags(align("We will … close", "We will, if they agree, close.")) == {Flag.CONDITIONAL}
    True
    >>> elision_flags(align("The minister … stole it", "The minister left. The clerk stole it.")) == {Flag.OUT_OF_CONTEXT}
    True
    """
    flags: set[Flag] = set()
    text = alignment.source.text
    for low, high in _stretches(alignment):
        every = frames_of(text)
        starts = [start for start, _ in sentences(text) if low < start <= high]
        if starts:
            if _has_subject(text[starts[-1] : high], every):
                flags.add(Flag.OUT_OF_CONTEXT)
            continue
        elided = straight(text[low:high])
        apart = any(frames.joins(elided, text[high:]) for frames in every)
        if not apart and any(any(frames.conditions(elided)) for frames in every):
            flags.add(Flag.CONDITIONAL)
        turns = not apart and any(frames.adversative.search(elided) for frames in every)
        if turns or _denies(elided):
            flags.add(Flag.OUT_OF_CONTEXT)
    return flags


def _stretches(alignment: Alignment) -> Iterator[tuple[int, int]]:
    """Offsets of what each ellipsis leaves out, from the last word before it to the first behind it."""
    tokens = alignment.source.tokens
    last: int | None = None
    elided = False
    for column in alignment.columns:
        if column.source is None:
            continue
        if column.step is Step.ELIDED:
            elided = last is not None
            continue
        if elided and last is not None:
            yield tokens[last].end, tokens[column.source].start
        last, elided = column.source, False


def _has_subject(before: str, every: tuple[LanguageFrames, ...]) -> bool:
    """Return whether a sentence has begun, with more than small words, where a quote goes on: its subject is left out."""
    small = frozenset().union(*(frames.language.function_words.sample for frames in every))
    return any(t.norm not in STOP_WORDS and t.norm not in small for t in tokenize(before))


def _denies(elided: str) -> bool:
    """Return whether a "not" is left out that belongs to what is quoted: ", at no time,"."""
    words = tokenize(elided)
    return len(words) <= _SET_OFF and any(token.norm in NEGATORS for token in words)
