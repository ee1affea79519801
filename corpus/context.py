"""What the source's own sentence does to the quoted words: a condition, a question, somebody else's words."""

import re
from itertools import pairwise

from corpus.closed import QUANTIFIERS
from corpus.features import STOP_WORDS
from corpus.text import sentences, tokenize
from corpus.verdict import Flag

_IF = re.compile(
    r"\b(?:if|unless|provided(?: that)?|in case|as long as|on condition that|assuming|in the event|should (?=they|he|she|it|there|any|some))\b"
    r"|\b(?:если|в случае)\b",
    re.IGNORECASE,
)
# What makes the words after it somebody else's, or not the speaker's own claim.
_OTHERS = re.compile(
    r"\b(?:(?:as|like) [^.;:]{0,40}\b(?:said|says|put it|wrote)|(?:he|she|they|people|some|critics|opponents|others|everyone|everybody|who) "
    r"(?:say|says|said|claim|claims|claimed|believe|tell us|told us|told me|wrote|argue|argued)|according to [^.;]{2,40}"
    r"|(?:said|says|told [\w ]{2,20}|wrote|quoted?|quoting)[,:]? (?:that )?[\"“‘«]?)\s*$",
    re.IGNORECASE,
)
_DISOWNED = re.compile(
    r"\b(?:(?:never|not|n[’']t|nobody|no one|cannot|refuse to|wrong to|false to|absurd to|nonsense to|ridiculous to)\b[^.;:]{0,30}"
    r"\b(?:said|say|saying|claim\w*|believe|think|mean|meant|suggest\w*|true|accept|agree|imply\w*|argue)"
    r"|(?:it is|it’s|it's|this is) (?:a lie|a myth|false|untrue|nonsense|fake|wrong)[^.;:]{0,20}"
    r"|(?:lie|myth|false claim|fake news|accusation|allegation|pretext|rumou?r)s?)\s*(?:that|is|:|,)?\s*[\"“‘«]?\s*$",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "“«„‘「『", "”»“’」』"


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentence (or sentences) that hold a stretch.

    >>> sentence_around("One. Two three. Four.", 9, 14)
    (5, 16)
    """
    low, high = start, end
    for a, b in sentences(text):
        if a <= start < b:
            low = a
        if a < end <= b:
            high = b
    return low, max(high, end)


def context_flags(text: str, start: int, end: int, quote: str) -> set[Flag]:
    """The flags that the words around a wording call for.

    `text` is the passage, `start` and `end` the wording in it.

    >>> t = "If troops appear there, they will be targets."
    >>> context_flags(t, 24, 44, "they will be targets") == {Flag.CONDITIONAL}
    True
    """
    low, high = sentence_around(text, start, end)
    before, after = text[low:start], text[end:high]
    flags: set[Flag] = set()
    if not _IF.search(quote) and (_IF.search(before) or _IF.search(after)):
        flags.add(Flag.CONDITIONAL)
    if after.rstrip(' \n"”’»)').endswith("?") and not quote.rstrip(' "”’»)').endswith("?"):
        flags.add(Flag.QUESTION)
    if _within_quotation(text[:start]) or _OTHERS.search(before):
        flags.add(Flag.QUOTING_OTHERS)
    if _DISOWNED.search(before):
        flags.add(Flag.OUT_OF_CONTEXT)
    return flags


def _within_quotation(before: str) -> bool:
    """Whether a quotation opened before the wording is still open where it begins, but not right there."""
    inside = before.rstrip()
    opened = 0
    for char in inside:
        if char in "“«„「『":
            opened += 1
        elif char in "”»」』" and opened:
            opened -= 1
    if not opened and inside.count('"') % 2 == 1:
        opened = 1
    return opened > 0


def elsewhere_condition(sentence: str, quote: str) -> bool:
    """Whether a whole sentence hangs on a condition that the quote does not have.

    >>> elsewhere_condition("If they come, they will be targets.", "They would be targets")
    True
    """
    return bool(_IF.search(sentence)) and not _IF.search(quote)


def scope_flags(quote: str, sentence: str) -> set[Flag]:
    """NARROWER where the quote limits a word that the source leaves open, BROADER the other way round.

    >>> scope_flags("Western troops would be targets", "any troops there will be targets") == {Flag.NARROWER}
    True
    """
    left, right = _modifiers(quote), _modifiers(sentence)
    flags: set[Flag] = set()
    for noun in left.keys() & right.keys():
        ours, theirs = left[noun], right[noun]
        if (
            ours
            and theirs
            and any(t in QUANTIFIERS for t in theirs)
            and not any(o in QUANTIFIERS for o in ours)
        ):
            flags.add(Flag.NARROWER)
        if (
            ours
            and theirs
            and any(o in QUANTIFIERS for o in ours)
            and not any(t in QUANTIFIERS for t in theirs)
        ):
            flags.add(Flag.BROADER)
    return flags


def _modifiers(text: str) -> dict[str, set[str]]:
    """The word before each content word, where it limits it: a quantifier or another content word."""
    tokens = tokenize(text)
    found: dict[str, set[str]] = {}
    for before, token in pairwise(tokens):
        if token.norm not in STOP_WORDS and text[before.end : token.start].isspace():
            limits = before.norm in QUANTIFIERS or before.norm not in STOP_WORDS
            found.setdefault(token.norm, set())
            if limits:
                found[token.norm].add(before.norm)
    return found
