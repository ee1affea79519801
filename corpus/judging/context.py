"""What the text around quoted words does to them: a condition, a question, somebody else's words, what comes next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from corpus.judging.frames import LanguageFrames, frames_of, straight
from corpus.language.function_words import NEGATORS, QUANTIFIERS
from corpus.language.identity import same_speaker
from corpus.language.sentences import sentences
from corpus.language.speakers import nameless
from corpus.language.stems import STOP_WORDS, stem
from corpus.language.tokens import tokenize
from corpus.verdict import Flag

_CLAUSE = re.compile(r"[,;:.!?—–()،؛؟，、；：。！？]|\s-\s")
_IF_OF_ITS_OWN = re.compile(
    r"(?:\b(?:but|and|or|so)|[;:；؛])\s*(?:\w+\s+)?$", re.IGNORECASE
)  # begins another clause
_REACH = 7  # words between a "not" and the words it governs
_READ = 600  # characters of a sentence that are read
_NEAR = 160  # characters of a clause that are read
_SHORT = 25  # characters of a sentence such as "Well." that is passed over
_SAID_AGAIN = 0.5  # share of a condition's words that the quote has, from which it adds nothing
_OPENING = "“«„「『"
# Single marks only where they cannot be an apostrophe; one that only closes (“troops’ ”) is passed over.
_MARKS = re.compile(r"[“«„「『”»」』]|(?P<open>(?<!\w)['‘](?=\w|$))|(?<=[\w.,!?])['’](?!\w)")
_CLOSERS = ' \n"”’»)」』'
_ASKS = ("?", "？", "؟")
_BROKEN_OFF = ("…", "...", "....", "—", "–", *_ASKS)
_COMMAS = ",;–—，；،؛"


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


@dataclass(frozen=True, eq=False)
class _Surroundings:
    """What stands around words in a text, with straight apostrophes: the rest of their sentence, its neighbours."""

    text: str
    start: int
    end: int
    quote: str

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return sentences(self.text)

    @cached_property
    def _bounds(self) -> tuple[int, int]:
        return sentence_around(self.text, self.start, self.end)

    @cached_property
    def head(self) -> str:
        """The sentence up to the words, or what of it is near."""
        return straight(self.text[max(self._bounds[0], self.start - _READ) : self.start])

    @cached_property
    def tail(self) -> str:
        """The sentence behind them, or what of it is near."""
        return straight(self.text[self.end : min(self._bounds[1], self.end + _READ)])

    @cached_property
    def leads(self) -> tuple[str, ...]:
        """The two sentences before, the nearer first."""
        low = self._bounds[0]
        before = [(a, b) for a, b in self._sentences if b <= low and _has_words(self.text[a:b])]
        return tuple(straight(self.text[max(a, b - _READ) : b]).strip() for a, b in before[:-3:-1])

    @cached_property
    def nexts(self) -> tuple[str, ...]:
        """The three sentences behind."""
        high = self._bounds[1]
        after = [(a, b) for a, b in self._sentences if a >= high and _has_words(self.text[a:b])]
        return tuple(straight(self.text[a : min(b, a + _READ)]).strip() for a, b in after[:3])

    @property
    def lead(self) -> str:
        """The sentence before, or the one before that where it says nothing by itself."""
        if len(self.leads) > 1 and len(self.leads[0]) <= _SHORT:
            return self.leads[1]
        return self.leads[0] if self.leads else ""

    @property
    def following(self) -> str:
        """The sentence behind."""
        return self.nexts[0] if self.nexts else ""

    @property
    def asked(self) -> bool:
        """Return whether the sentence is a question, and the quote is not."""
        tail = self.text[self.end : self._bounds[1]].rstrip(_CLOSERS)
        return tail.endswith(_ASKS) and not self.quote.rstrip(_CLOSERS).endswith(_ASKS)


def _has_words(text: str) -> bool:
    return bool(re.search(r"\w", text))


def context_flags(text: str, start: int, end: int, quote: str, speaker: str = "") -> set[Flag]:
    """Return the flags that the words around a wording call for.

    `text` is the passage, `start` and `end` the wording in it, `speaker` whose statement it is said to be.

    >>> t = "If troops appear there, they will be targets."
    >>> context_flags(t, 24, 44, "they will be targets") == {Flag.CONDITIONAL}
    True
    """
    around = _Surroundings(text, start, end, quote)
    every = frames_of(text)
    flags: set[Flag] = set()
    if any(_conditional(around, frames) for frames in every):
        flags.add(Flag.CONDITIONAL)
    if around.asked and not any(frames.yes.match(around.following) for frames in every):
        flags.add(Flag.QUESTION)
    own = any(frames.own.search(straight(_until_quotation(text[:start]))) for frames in every)
    quoted = _within_quotation(text[:start]) and not own
    if quoted or _interrupted(text[:start], speaker) or _others(around, every):
        flags.add(Flag.QUOTING_OTHERS)
    if any(_denied(around, frames) for frames in every):
        flags.add(Flag.OUT_OF_CONTEXT)
    if any(_qualified(around, frames) for frames in every):
        flags.add(Flag.QUALIFIED)
    return flags


def asserted(text: str, start: int, end: int, quote: str, speaker: str = "") -> tuple[int, int]:
    """Return the place in a passage where a wording is asserted, if it stands there more than once.

    >>> t = "The strike is over? The strike is over, friends."
    >>> asserted(t, 0, 18, "The strike is over")
    (20, 38)
    """
    wording = re.escape(text[start:end])
    again = [m.span() for m in islice(re.finditer(rf"(?<!\w){wording}(?!\w)", text, re.IGNORECASE), _PLACES)]
    if len(again) < 2:
        return start, end

    def warnings(place: tuple[int, int]) -> int:
        return len(_WARNINGS & context_flags(text, place[0], place[1], quote, speaker))

    return min(again, key=lambda place: (warnings(place), place))


_PLACES = 5
_WARNINGS = {Flag.CONDITIONAL, Flag.QUESTION, Flag.QUOTING_OTHERS, Flag.OUT_OF_CONTEXT, Flag.QUALIFIED}


# --- conditions --------------------------------------------------------------------------------------------------


def _conditional(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether the words hang on a condition: in their sentence, or as something the sentence before supposes."""
    if frames.condition.search(straight(around.quote)):
        return False
    return (
        any(frames.conditions(around.head))
        or bool(frames.supposed.match(around.head))
        or _governed(around, frames)
        or (_opens(around, frames) and _supposed(around.lead, frames))
    )


def _supposed(lead: str, frames: LanguageFrames) -> bool:
    """Return whether a sentence supposes something, or breaks a condition off: "Suppose we lose." "If the dam breaks …"."""
    broken = lead.rstrip(_CLOSERS).endswith(_BROKEN_OFF) or lead.rstrip(".").endswith("…")
    return bool(frames.supposed.match(lead) or (broken and frames.what_if.match(lead)))


def _governed(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether the rest of a sentence makes what came before it hang on a condition: not "…, but if they come, …"."""
    return any(
        not _IF_OF_ITS_OWN.search(around.tail[: found.start()])
        and not _harmless(around.tail[found.start() :], around, frames)
        for found in frames.conditions(around.tail)
    )


def _harmless(clause: str, around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether a clause takes nothing back: it is said to the audience, or says what the quote says."""
    return bool(frames.aside.search(clause[:_NEAR])) or _says_again(clause, around.quote)


def _says_again(clause: str, quote: str) -> bool:
    """Return whether a condition has little but words of the quote.

    >>> _says_again("provided that it is a household in the borough", "Every household in the borough gets it")
    True
    """
    had = {stem(token.norm) for token in tokenize(quote)}
    words = [t.norm for t in tokenize(clause[:_NEAR])[1:] if t.norm not in STOP_WORDS]
    return len(words) > 1 and sum(stem(word) in had for word in words) >= _SAID_AGAIN * len(words)


def _opens(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether the words open their sentence, but for a "then"."""
    return not _has_words(around.head) or bool(frames.then.match(around.head))


# --- somebody else's words ---------------------------------------------------------------------------------------


def _others(around: _Surroundings, every: Sequence[LanguageFrames]) -> bool:
    """Return whether the words are somebody else's, and the speaker does not make them the own ones."""
    if any(frames.quoting_after.search(around.tail) for frames in every):
        return True
    reported = any(
        any(_reported(head, frames) for head in _up_to_that(around.head, frames))
        or _hearsay(around, frames)
        or _recited(around, frames)
        for frames in every
    )
    return reported and not any(_adopted(around, frames) for frames in every)


def _up_to_that(head: str, frames: LanguageFrames) -> Iterator[str]:
    """The sentence up to the words, and up to an earlier "that" to which theirs is joined: "says that …, that"."""
    yield head
    if frames.that_before.search(head):
        first = frames.that.search(head)
        if first and first.end() < len(head.rstrip()):
            yield head[: first.end()]


def _reported(head: str, frames: LanguageFrames) -> bool:
    if frames.quoting.search(head):
        return True
    return bool(frames.reporting.search(head)) and not frames.own.search(head)


def _hearsay(around: _Surroundings, frames: LanguageFrames) -> bool:
    clause = re.split(r"[.;:!?]", around.head)[-1]
    return bool(frames.hearsay.search(clause[-_NEAR:]) or frames.hearsay.match(around.tail.lstrip(" ,")))


def _recited(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether the sentence before announces somebody's words, or the one behind says whose they were."""
    greets = bool(frames.salutation.match(around.head))
    heard = any(map(frames.heard_next.match, (around.following, around.tail.lstrip(" ,"))))
    if greets and (around.leads or heard):
        return True
    if not _opens(around, frames):
        return False
    lead = around.lead.rstrip(" .:!?…")
    return heard or bool(frames.recited.search(lead) and not frames.own.search(lead))


def _adopted(around: _Surroundings, frames: LanguageFrames) -> bool:
    near = (*around.leads, around.head, around.tail, *around.nexts)
    return any(frames.adopted.search(one) for one in near)


# --- words that the speaker denies -------------------------------------------------------------------------------


def _denied(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether the speaker says that it is not so, before the words, right behind them or in the next sentences."""
    return bool(
        (not frames.affirmed.search(around.head) and _denied_before(around.head, frames))
        or frames.dismissed_after.search(around.tail)
        or any(frames.denied_next.search(one) for one in around.nexts[:2])
        or (around.asked and frames.no.match(around.following))
    )


def _denied_before(head: str, frames: LanguageFrames) -> bool:
    return bool(
        any(frames.disowned.search(one) or frames.nobody.search(one) for one in _up_to_that(head, frames))
        or frames.as_if.search(head)
        or frames.ironic.match(head)
        or _negated(head, frames.out_of_reach)
    )


# --- what comes next ---------------------------------------------------------------------------------------------


def _qualified(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether the source goes on with what takes something back, or says where and when alone the words hold."""
    return (
        _goes_on(around, frames)
        or _hedged(around, frames)
        or _limited(around, frames)
        or _bygone(around, frames)
    )


def _goes_on(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether the sentence goes on with a "but" or an "except"."""
    tail = around.tail
    begins = re.match(r"[\W_]*", tail)
    at = begins.end() if begins else 0
    for pattern in (frames.adversative, frames.exceptive):
        if pattern.match(tail, at):
            return not _harmless(tail[at:], around, frames)
    if though := frames.concessive.match(tail, at):
        return _takes_back(tail[though.end() :], frames) and not _harmless(tail[at:], around, frames)
    comma = re.search(rf"[{_COMMAS}]\s*", tail[:_NEAR])
    if not comma:
        return False
    clause = tail[comma.end() :]
    limits = frames.adversative.match(clause) and frames.limiting.search(clause[:40])
    return bool(limits or frames.exceptive.match(clause)) and not _harmless(clause, around, frames)


def _hedged(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether a following sentence takes something back: "But only if …", "That holds as long as …"."""
    following = around.following
    if frames.aside.search(following[:_NEAR]):
        return False
    begins = re.match(r"[\W_]*", following)
    at = begins.end() if begins else 0
    but = frames.adversative.match(following, at) or frames.concessive.match(following, at)
    if but and _takes_back(following[but.end() : _NEAR], frames):
        return True
    excepts = frames.exceptive.match(following, at) and not frames.what_if.match(following)
    if excepts and not _says_again(following, around.quote):
        return True
    rest = following[but.end() :] if but else following
    fragment = frames.condition.match(rest, _first_letter(rest))
    if fragment and not _CLAUSE.search(rest.rstrip(" .!…")) and any(frames.conditions(rest)):
        return True
    return bool(frames.hedge.match(rest) or any(frames.hedge_within.search(one) for one in around.nexts[:2]))


def _first_letter(text: str) -> int:
    found = re.search(r"\w", text)
    return found.start() if found else 0


def _takes_back(clause: str, frames: LanguageFrames) -> bool:
    """Return whether a clause behind a "but" limits or denies: "only for some", "not yet"."""
    return bool(frames.limiting.search(clause)) or _says_no(clause)


def _says_no(text: str) -> bool:
    return any(token.norm in NEGATORS for token in tokenize(text))


def _limited(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether a place, time or case is cut off, and the source says that it is otherwise elsewhere."""
    head, tail, following = around.head, around.tail, around.following
    if not _has_words(head) and not _has_words(tail):
        return False
    if frames.contrast_elsewhere.match(following):
        return True
    behind = bool(re.match(r"\s+\w" if not frames.language.unspaced else r"\w", tail))
    behind = behind and bool(frames.restrictive.match(tail, _first_letter(tail)))
    before = _has_words(head) and bool(frames.restrictive.match(head, _first_letter(head)))
    if not behind and not before:
        return False
    if any(frames.contrast.match(one) or frames.contrast_elsewhere.match(one) for one in around.nexts[:2]):
        return True
    if frames.now.search(following) and (before or frames.era.search(tail)):
        return True
    return bool(frames.restrictive.match(following, _first_letter(following)))


def _bygone(around: _Surroundings, frames: LanguageFrames) -> bool:
    """Return whether the words tell of a time long gone, to which the source sets today against."""
    gone = any(frames.bygone.match(lead) for lead in around.leads) or frames.bygone.match(around.head)
    if not gone and not (_has_words(around.head) and frames.era.search(around.head)):
        return False
    return any(frames.contrast.match(one) for one in around.nexts)


# --- marks, labels, negations ------------------------------------------------------------------------------------


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


def _negated(before: str, out_of_reach: frozenset[str] = frozenset()) -> bool:
    """Return whether a "not" stands in the clause that the quoted words go on with: "We do not | want war".

    Words `out_of_reach` take what follows out of its reach, or make it a yes.

    >>> _negated("We are not "), _negated("We do not forget that ", frozenset({"that"})), _negated("They did not come, and ")
    (True, False, False)
    """
    norms = [token.norm for token in tokenize(_CLAUSE.split(before)[-1])]
    for n in range(len(norms) - 1, max(-1, len(norms) - 2 - _REACH), -1):
        if norms[n] in out_of_reach:
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
    return any(
        any(frames.conditions(straight(sentence))) and not frames.condition.search(straight(quote))
        for frames in frames_of(sentence)
    )


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
