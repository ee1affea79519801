"""What the source's own sentence does to the quoted words: a condition, a question, somebody else's words."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from corpus.language.function_words import NEGATORS, QUANTIFIERS
from corpus.language.knowledge import Frames, Language, in_every_language, languages
from corpus.language.sentences import sentences
from corpus.language.speakers import nameless, same_speaker
from corpus.language.stems import STOP_WORDS
from corpus.language.tokens import tokenize
from corpus.verdict import Flag


def _begins_condition(language: Language) -> str:
    """Return the pattern of what begins a condition in a language, without its exceptions such as "as if"."""
    conditions = language.conditions
    if language.unspaced:
        return "|".join(map(re.escape, (*conditions.openers, *conditions.phrases)))
    words = []
    for word in (*conditions.phrases, *conditions.openers):
        before = [
            phrase.removesuffix(word) for phrase in conditions.exceptions if phrase.endswith(f" {word}")
        ]
        words.append("".join(rf"(?<!\b{re.escape(start)})" for start in before) + re.escape(word))
    alternatives = "|".join((*words, *conditions.patterns))
    return rf"\b(?:{alternatives})\b" if alternatives else ""


def _alternatives(frames: Callable[[Frames], Iterable[str]]) -> str:
    """Return one pattern of a frame in every language."""
    patterns = []
    for language in languages().values():
        says, they = ("|".join(words) for words in (language.frames.says, language.frames.they))
        patterns += [
            pattern.replace("{says}", f"(?:{says})").replace("{they}", f"(?:{they})")
            for pattern in frames(language.frames)
        ]
    return "|".join(patterns)


_IF = re.compile("|".join(filter(None, map(_begins_condition, languages().values()))), re.IGNORECASE)
_IF_OF_ITS_OWN = re.compile(
    r"(?:\b(?:but|and|or|so)|[;:])\s+(?:\w+\s+)?$", re.IGNORECASE
)  # begins another clause
# What makes the words after it somebody else's.
_OTHERS = re.compile(
    rf"\b(?:{_alternatives(lambda frames: frames.quoting)})(?:,? that)?\s*[\"“‘'«]?\s*$", re.IGNORECASE
)
_OTHERS_AFTER = re.compile(
    rf"^[\"”’'»]*,?[\"”’'»]*\s*(?:{_alternatives(lambda frames: frames.quoting_after)})"
    rf"|^[\"”’'»]*\s*[-–—,]*\s*(?:{_alternatives(lambda frames: frames.heard_after)})",
    re.IGNORECASE,
)
# The speaker's own words, told as a quotation: "I'll say to them: …".
_OWN = re.compile(rf"\b(?:{_alternatives(lambda frames: frames.own)})\b[^.!?]{{0,40}}$", re.IGNORECASE)
# What says that the words after it are not so.
_DISOWNED = re.compile(
    rf"\b(?:{_alternatives(lambda frames: frames.disowned)})\s*(?:that|is|:|,)?\s*[\"“‘«]?\s*$", re.IGNORECASE
)
_DISMISSED_AFTER = re.compile(
    rf"^[\"”’'»)]*,?[\"”’'»]*\s*(?:{_alternatives(lambda frames: frames.dismissed_after)})", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;:.!?—–()]|\s-\s")
# Words between a "not" and the quoted words that take these out of its reach, or make it a yes.
_OUT_OF_REACH = in_every_language(lambda language: language.frames.out_of_reach)
_REACH = 7  # words between a "not" and the words it governs
_OPENING = "“«„「『"
# Single marks only where they cannot be an apostrophe; one that only closes (“troops’ ”) is passed over.
_MARKS = re.compile(r"[“«„「『”»」』]|(?P<open>(?<!\w)['‘](?=\w|$))|(?<=[\w.,!?])['’](?!\w)")


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


def context_flags(text: str, start: int, end: int, quote: str, speaker: str = "") -> set[Flag]:
    """The flags that the words around a wording call for.

    `text` is the passage, `start` and `end` the wording in it, `speaker` whose statement it is said to be.

    >>> t = "If troops appear there, they will be targets."
    >>> context_flags(t, 24, 44, "they will be targets") == {Flag.CONDITIONAL}
    True
    """
    low, high = sentence_around(text, start, end)
    before, after = text[low:start], text[end:high]
    flags: set[Flag] = set()
    if not _IF.search(quote) and (_IF.search(before) or _governed(after)):
        flags.add(Flag.CONDITIONAL)
    if after.rstrip(' \n"”’»)').endswith("?") and not quote.rstrip(' "”’»)').endswith("?"):
        flags.add(Flag.QUESTION)
    quoted = _within_quotation(text[:start]) and not _OWN.search(_until_quotation(text[:start]))
    if quoted or _OTHERS.search(before) or _OTHERS_AFTER.search(after) or _interrupted(text[:start], speaker):
        flags.add(Flag.QUOTING_OTHERS)
    if _DISOWNED.search(before) or _DISMISSED_AFTER.search(after) or _negated(before):
        flags.add(Flag.OUT_OF_CONTEXT)
    return flags


def _until_quotation(before: str) -> str:
    """What stands before the mark that opened last."""
    marks = [m.start() for m in re.finditer(r"[\"“«„‘「『]|(?<!\w)'", before)]
    return before[max(0, marks[-1] - 60) : marks[-1]] if marks else ""


def _interrupted(before: str, speaker: str) -> bool:
    r"""Return whether a transcript's label gives the words to somebody else: "AUDIENCE: Lock her up!" in a speaker's turn.

    >>> _interrupted("We won.\nAUDIENCE: ", "Ann Smith"), _interrupted("We won.\nMS. SMITH: ", "Ann Smith")
    (True, False)
    """
    labels = _LABEL.findall(before)
    if not labels or labels[-1].removeprefix("THE ") in ("PRESIDENT", "VICE PRESIDENT", "SPEAKER"):
        return False
    return nameless(labels[-1]) or bool(speaker and not same_speaker(labels[-1], speaker))


_LABEL = re.compile(r"(?:^|\n)[ \t]*([A-Z][A-Z.'’ -]{0,40})(?::|\.(?=[ ][A-Z][a-z]))\s")


def _governed(after: str) -> bool:
    """Return whether the rest of a sentence makes what came before it hang on a condition: not "…, but if they come, …"."""
    return any(not _IF_OF_ITS_OWN.search(after[: found.start()]) for found in _IF.finditer(after))


def _negated(before: str) -> bool:
    """Return whether a "not" stands in the clause that the quoted words go on with: "We do not | want war".

    >>> _negated("We are not "), _negated("We do not forget that "), _negated("They did not come, and ")
    (True, False, False)
    """
    norms = [token.norm for token in tokenize(_CLAUSE.split(before)[-1])]
    for n in range(len(norms) - 1, max(-1, len(norms) - 2 - _REACH), -1):
        if norms[n] in _OUT_OF_REACH:
            return False
        if norms[n] in NEGATORS:
            return True
    return False


def _within_quotation(before: str) -> bool:
    """Return whether a quotation that opened before the wording is still open where it begins.

    >>> _within_quotation("He says: “we and "), _within_quotation("He says they are 'not "), _within_quotation("The troops' own ")
    (True, True, False)
    """
    if before.count('"') % 2 == 1:
        return True
    opened = 0
    for mark in _MARKS.finditer(before):
        opens = mark.group() in _OPENING or bool(mark["open"])
        opened = opened + 1 if opens else max(0, opened - 1)
    return opened > 0


def elsewhere_condition(sentence: str, quote: str) -> bool:
    """Return whether a whole sentence hangs on a condition that the quote does not have.

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
