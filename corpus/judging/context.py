"""What the source's own sentence does to the quoted words: a condition, a question, somebody else's words."""

import re
from itertools import pairwise

from corpus.language.function_words import IF_ABROAD, IF_UNSPACED, NEGATORS, QUANTIFIERS
from corpus.language.sentences import sentences
from corpus.language.speakers import nameless, same_speaker
from corpus.language.stems import STOP_WORDS
from corpus.language.tokens import tokenize
from corpus.verdict import Flag

_IF = re.compile(
    r"\b(?:(?<!\bas )(?<!\beven )if|unless|provided(?: that)?|in case|as long as|on condition that|assuming|in the event|until"
    rf"|should (?=they|he|she|it|there|any|some))\b|\b(?:{IF_ABROAD})\b|{IF_UNSPACED}",
    re.IGNORECASE,
)
_IF_OF_ITS_OWN = re.compile(
    r"(?:\b(?:but|and|or|so)|[;:])\s+(?:\w+\s+)?$", re.IGNORECASE
)  # begins another clause
_SAYS = r"(?:say|says|said|claim|claims|claimed|believe|believes|argue|argues|argued|insist|insists|insisted|tell us|told us|told me|write|writes|wrote)"
_THEY = r"(?:he|she|they|people|some|many|critics|opponents|others|everyone|everybody|who)"
# What makes the words after it somebody else's.
_OTHERS = re.compile(
    rf"\b(?:(?:as|like) [^.;:]{{0,40}}\b(?:said|says|put it|wrote)|{_THEY} (?:will |would |may |might |like to |want to )?{_SAYS}"
    r"|according to [^.;]{2,40}|(?:it (?:is|was|has been)|I am|I'm|I’m|I was|we are|we were) (?:said|claimed|told|alleged)"
    r"|(?:want|have|make|asks?|tells?|told) (?:us|you|me|people|everyone) (?:to )?believe"
    r"|(?:said|says|told [\w ]{2,20}|wrote|declared|quoted?|quoting)[,:]? (?:that )?[\"“‘«]?)(?:,? that)?\s*[\"“‘'«]?\s*$",
    re.IGNORECASE,
)
_OTHERS_AFTER = re.compile(
    rf"^[\"”’'»]*,?[\"”’'»]*\s*(?:{_THEY}|(?:my|our|your|the|his|her|their) \w+(?: \w+)?) {_SAYS}\b"
    r"|^[\"”’'»]*\s*[-–—,]*\s*(?:(?:that|this)(?: is|['’]s| was) what |so |as )?(?:we|I) (?:were|was|have been) (?:told|promised|assured)\b",
    re.IGNORECASE,
)
# The speaker's own words, told as a quotation: "I'll say to them: …".
_OWN = re.compile(
    r"\b(?:I|we|I['’](?:ll|ve|d|m)|we['’](?:ll|ve)) (?:\w+ ){0,2}?(?:say|said|saying|tell|told|telling|ask|asked|answer|answered|declare|repeat|wrote)"
    r"\b[^.!?]{0,40}$",
    re.IGNORECASE,
)
# What says that the words after it are not so.
_DISOWNED = re.compile(
    r"\b(?:(?:never|not|n[’']t|nobody|no one|cannot|refuse to|wrong to|false to|absurd to|nonsense to|ridiculous to)\b[^.;:]{0,30}"
    r"\b(?:said|say|saying|claim\w*|believe|think|mean|meant|suggest\w*|true|accept|agree|imply\w*|argue)"
    r"|(?:it is|it’s|it's|this is) (?:a lie|a myth|false|untrue|nonsense|fake|wrong)[^.;:]{0,20}"
    r"|(?:reject|den[iy]|dismiss|refute|dispute)(?:s|ed|es|ing)?\b[^.;:]{0,40}|imagine|suppose|pretend(?:s|ed|ing)?"
    r"|(?:lie|myth|fiction|falsehood|hoax|illusion|delusion|fallacy|misconception|false claim|fake news|accusation|allegation|pretext|rumou?r)s?)\s*(?:that|is|:|,)?\s*[\"“‘«]?\s*$",
    re.IGNORECASE,
)
_DISMISSED_AFTER = re.compile(
    r"^[\"”’'»)]*,?[\"”’'»]*\s*(?:is|are|was|were|would be|['’]s|['’]re)(?: \w+){0,3}?"
    r"(?: not|n['’]t| false| wrong| untrue| nonsense| a lie| a myth| absurd| ridiculous| fake| incorrect| impossible| unacceptable"
    r"| inconceivable| fiction| an illusion| rubbish| propaganda| mistaken| unthinkable)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.!?—–()]|\s-\s")
# Words between a "not" and the quoted words that take these out of its reach, or make it a yes.
_OUT_OF_REACH = frozenset(
    "that which who because and but when where how why what until unless although though while only just merely simply "
    "doubt doubts doubted deny denies forget forgets forgotten wait regret hide surprised surprise wonder secret mistake least".split()
)
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
    r"""Whether a transcript's label gives the words to somebody else: "AUDIENCE: Lock her up!" in a speaker's turn.

    >>> _interrupted("We won.\nAUDIENCE: ", "Ann Smith"), _interrupted("We won.\nMS. SMITH: ", "Ann Smith")
    (True, False)
    """
    labels = _LABEL.findall(before)
    if not labels or labels[-1].removeprefix("THE ") in ("PRESIDENT", "VICE PRESIDENT", "SPEAKER"):
        return False
    return nameless(labels[-1]) or bool(speaker and not same_speaker(labels[-1], speaker))


_LABEL = re.compile(r"(?:^|\n)[ \t]*([A-Z][A-Z.'’ -]{0,40})(?::|\.(?=[ ][A-Z][a-z]))\s")


def _governed(after: str) -> bool:
    """Whether the rest of a sentence makes what came before it hang on a condition: not "…, but if they come, …"."""
    return any(not _IF_OF_ITS_OWN.search(after[: found.start()]) for found in _IF.finditer(after))


def _negated(before: str) -> bool:
    """Whether a "not" stands in the clause that the quoted words go on with: "We do not | want war".

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
    """Whether a quotation that opened before the wording is still open where it begins.

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
