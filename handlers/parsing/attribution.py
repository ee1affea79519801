"""Whom a text names as the speaker of a quotation. It repeats what the text says and never guesses.

The words in front of a quotation and behind it are read, at most one sentence on each side. A pronoun, "a
spokesman for Putin" or "Putin and Lavrov said" name nobody.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.language.knowledge import english, listed_in_every_language
from handlers.parsing.names import (
    PREPOSITIONS,
    PRONOUNS,
    TITLES,
    Word,
    given_name,
    is_name,
    name_end,
    name_start,
    spell,
    split_words,
)
from handlers.parsing.options import DATE, iso
from handlers.parsing.speech_verbs import (
    BETWEEN,
    HEARER_FORMS,
    QUESTIONS,
    SPEECH_FORMS,
    find_subject,
    lower_case_name,
    lower_case_subject,
)

REACH = 400
"""How many characters on each side of a quotation are read."""

_AFTER_LEADS = frozenset("as did has have had is was it that that's what's what this so".split())
_TIMES = frozenset(english().calendar.weekdays) | frozenset(
    (
        "on in at to during after before while when as late early last this yesterday today earlier later "
        "then from about of with by via speaking adding"
    ).split()
)
_NO_SPEAKERS = frozenset(
    "reuters ap afp cnn bbc tass rt ria nyt wsj npr x twitter facebook instagram telegram youtube truth".split()
)

_CLAUSE = re.compile(r"\s[—–-]\s")  # "No deal in sight - Mr Peskov:"
_DASH = re.compile(r"[\s.,;:!?…]*(?:[—–―‒~]|--+|-(?=\s|\w))\s*")
_BY = re.compile(
    r"[\s.,;]*(?:quotes?\s+|words\s+|is\s+|was\s+|said\s+|written\s+|spoken\s+)?by:?\s+", re.IGNORECASE
)
_ACCORDING = re.compile(
    r"[\s,;—–-]*\b(?:according to|in the words of|as per|"
    r"(?:(?:is|was|has been)\s+)?(?:\w+ly\s+|often\s+)?attributed to)\s+",
    re.IGNORECASE,
)
_PAREN = re.compile(r"[\s.,;]*\(([^()\n]{1,160})\)")
_ORIGIN = re.compile(
    r"\b(?:by|from|of|according to|in the words of|attributed to)[ \t]+(?=\S)", re.IGNORECASE
)
_OWN_WORDS = re.compile(
    r"['’]s?\s+(?:[\w-]+\s+){0,3}(?:words|claim|statement|remark|comment|line|quote|warning|promise|vow|call|answer|"
    r"reply|post|tweet|phrase|motto)s?(?:\s+that)?\s*[:,]?\s*$"
)
_ENDINGS = listed_in_every_language(lambda language: language.speech_verbs.endings)
_SAYS_AT_END = re.compile(
    f"(?:{'|'.join(_ENDINGS)})$"
)  # in scripts without blanks the verb hangs on the name


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a text says about who spoke; `speaker` is None for a pronoun. `end` is where the attribution ends."""

    speaker: str | None
    end: int = 0
    when: str | None = None  # ISO, perhaps cut
    by_verb: bool = False
    loose: bool = False  # "A" Putin said "B": the same words may belong to the next quotation


def attribution_before(text: str, start: int, end: int) -> Attribution | None:
    """Read the words in front of a quotation that begins at `end`; they begin at `start` or later.

    >>> text = 'Mr Peskov told reporters: "We will win"'
    >>> attribution_before(text, 0, text.index('"')).speaker
    'Mr Peskov'
    """
    words = _sentence_before(split_words(text, _reach_back(text, start, end), end))
    if not words:
        return None
    lead = text[words[0].start : end].rstrip()
    return (
        _verb_at_end(lead)
        or _label(words, lead)
        or _own_words(text, words, lead)
        or _by_verb(text, words)
        or _origin(text, words)
    )


def attribution_after(
    text: str, start: int, end: int, *, closing: str = "", last: bool = True
) -> Attribution | None:
    """Read the words behind a quotation that ends at `start`, as far as `end`.

    `closing` is the last character of the quotation, `last` whether no other quotation follows.

    >>> attribution_after('"We will win," said Putin on Friday.', 14, 36).speaker
    'Putin'
    """
    end = min(end, start + REACH)
    readers: tuple[Callable[[], Attribution | None], ...] = (
        lambda: _announced(text, start, end, _DASH, last=last),
        lambda: _announced(text, start, end, _BY, last=last),
        lambda: _in_parens(text, start, end),
        lambda: _announced(text, start, end, _ACCORDING, last=last),
        lambda: _verb_after(text, start, end, closing=closing, last=last),
        lambda: _alone(text, start, end) if last else None,
    )
    return next((attribution for read in readers if (attribution := read())), None)


def _reach_back(text: str, start: int, end: int) -> int:
    """Return the offset REACH characters in front of `end`, at the beginning of a word."""
    if end - start <= REACH:
        return start
    blank = re.compile(r"\s").search(text, end - REACH, end)
    return blank.start() if blank else end


def _sentence_before(words: list[Word]) -> list[Word]:
    """Return the sentence that leads to the quotation; "Did he say this?" does, any other that is over does not."""
    last = max((n + 1 for n, word in enumerate(words[:-1]) if word.ends_sentence), default=0)
    over = bool(words) and words[-1].ends_sentence
    return [] if over and not ("?" in words[-1].tail and words[last].lower in QUESTIONS) else words[last:]


def _verb_at_end(lead: str) -> Attribution | None:
    """Read "普京说：", where the verb hangs on the name."""
    stripped = lead.rstrip(":：,，")
    name = _SAYS_AT_END.sub("", stripped)
    return Attribution(name) if name not in (stripped, lead) and is_name(name) else None


def _label(words: Sequence[Word], lead: str) -> Attribution | None:
    """Read "Putin:" and "Putin —", with an office or a date behind the name or without."""
    if lead[-1:] not in (":", "：", "—", "–", "-"):
        return None
    line = lead[:-1].rpartition("\n")[2].strip(" \t*_>•·").rstrip(" —–-")
    line = _CLAUSE.split(line)[-1]
    own = split_words(line)
    if any(word.lower in SPEECH_FORMS for word in own):
        return None
    end = name_end(own, 0)
    if not end and lead[-1] in ":：" and len(words) == 1 and len(own) == 1:  # putin: "…"
        name = lower_case_name(own[0].core)
        return Attribution(name) if name else None
    behind = line[own[end - 1].end :].lstrip() if end else ""
    in_brackets = behind[:1] == "(" and behind[-1:] == ")"
    if not end or (behind and not in_brackets and not (behind[0] == "," and _is_office(behind))):
        return None
    return Attribution(spell(line, own[:end]), when=_when(behind))


def _is_office(words: str) -> bool:
    """Return whether words behind a name tell of an office or a date: ", President of Russia" and ", 2025" do."""
    return any(word.lower in TITLES or word.core.isdigit() for word in split_words(words))


def _own_words(text: str, words: Sequence[Word], lead: str) -> Attribution | None:
    match = _OWN_WORDS.search(lead)
    if not match:
        return None
    offset = words[0].start
    owner = split_words(text, offset, offset + match.start())
    begin = name_start(owner, len(owner))
    return Attribution(spell(text, owner[begin:])) if begin < len(owner) else None


def _by_verb(text: str, words: Sequence[Word]) -> Attribution | None:
    """Read "Putin said", "said Putin" and "did he really say", in front of a quotation."""
    verb = next(
        (n for n in range(len(words) - 1, max(-1, len(words) - 30), -1) if words[n].lower in SPEECH_FORMS),
        None,
    )
    if verb is None:
        return None
    if (
        verb
        and words[verb - 1].lower in ("was", "were", "been", "is")
        and words[verb].lower in ("told", "asked")
    ):
        return _origin(text, words[verb:])
    subject = find_subject(text, words, verb)
    if subject:
        return Attribution(subject[0])
    behind = name_end(words, verb + 1) if words[verb].lower not in HEARER_FORMS else verb + 1
    if behind > verb + 1 and (behind == len(words) or words[behind - 1].tail[:1] in (":", "：", ",")):
        return Attribution(spell(text, words[verb + 1 : behind]))  # said Putin: "…"
    rest = split_words(text, words[verb].end, words[-1].end)
    if rest and all(word.caseless for word in rest):
        return Attribution(spell(text, rest[:4]))
    name = lower_case_subject(words, verb) if len(words) - verb <= 4 else None
    return Attribution(name) if name else None


def _origin(text: str, words: Sequence[Word]) -> Attribution | None:
    """Read "a quote by Putin:" and "according to Putin," right in front of a quotation."""
    signs = list(_ORIGIN.finditer(text, words[0].start, words[-1].end))
    if not signs:
        return None
    owner = split_words(text, signs[-1].end(), words[-1].end)
    end = name_end(owner, 0)
    return Attribution(spell(text, owner[:end])) if end and end == len(owner) else None


def _announced(text: str, start: int, end: int, sign: re.Pattern[str], *, last: bool) -> Attribution | None:
    """Read a name behind a sign such as a dash or "by"."""
    match = sign.match(text, start, end)
    if not match:
        return None
    line_end = text.find("\n", match.end(), end)
    stop = end if line_end < 0 else line_end
    words = split_words(text, match.end(), stop)
    if not words or words[0].lower in SPEECH_FORMS:
        return None
    name, count = given_name(text, words, last=last and not text[stop:end].strip())
    if not count or (
        count < len(words) and not words[count - 1].ends and words[count].lower in SPEECH_FORMS | BETWEEN
    ):
        return None
    behind = text[words[count - 1].end : stop]
    when = DATE.search(behind)
    stated = iso(when) if when else None
    done = words[count - 1].end + (when.end() if when and stated else len(words[count - 1].tail))
    return Attribution(name, done, stated)


def _in_parens(text: str, start: int, end: int) -> Attribution | None:
    match = _PAREN.match(text, start, end)
    if not match:
        return None
    inside = _ACCORDING.sub("", match[1].strip())
    inside = re.sub(r"^(?:by|—|–|-)\s*", "", inside)
    dated = DATE.sub(" , ", inside)
    for part in re.split(r"[,;|/]|\s[—–-]\s|\b(?:in|on|at)\b", dated):
        name = part.strip(" .")
        if is_name(name) and name.lower() not in _NO_SPEAKERS:
            return Attribution(spell(name, split_words(name)), match.end(), _when(inside))
    return None


def _verb_after(text: str, start: int, end: int, *, closing: str, last: bool) -> Attribution | None:
    """Read ", said Putin" and ", Putin told reporters"."""
    lead = re.match(r"[\s,;:!?….—–-]*", text[start:end])
    opening = lead[0] if lead else ""
    words = split_words(text, start + len(opening), end)
    if not words or "\n\n" in opening or ("." in opening and "..." not in opening):
        return None
    stop = next((n + 1 for n, word in enumerate(words) if word.ends_sentence), len(words))
    words = words[: min(stop, 30)]
    verb = next((n for n, word in enumerate(words[:14]) if word.lower in SPEECH_FORMS), None)
    if verb is None:
        return None
    inverted = all(word.lower in BETWEEN for word in words[:verb])  # "a déclaré Macron"
    found = _inverted(text, words[verb:]) if inverted else _upright(text, words, verb)
    if not found:
        return None
    speaker, place = found[0], found[1] + (verb if inverted else 0)
    if closing == "." and not inverted and place < len(words) and not _trails_off(words, place):
        return None  # the next sentence, with a subject and a verb of its own
    done = words[min(place, len(words)) - 1]
    abuts = (
        not last
        and done is words[-1]
        and not done.tail
        and text[done.end : end].strip() == ""
        and end - start < REACH
    )
    loose = abuts and (not closing or closing not in ",.!?…;—–-")
    return Attribution(speaker, done.end + len(done.tail), by_verb=True, loose=loose)


def _inverted(text: str, words: Sequence[Word]) -> tuple[str | None, int] | None:
    """Read "said the Russian president, Vladimir Putin, on Friday"."""
    if len(words) < 2 or words[0].lower in HEARER_FORMS:
        return None
    if words[1].lower in PRONOUNS:
        return None, 2
    at = 1
    while at < min(len(words), 9) and words[at].lower not in PREPOSITIONS:
        end = name_end(words, at)
        if end == at:
            at += 2 if words[at].tail[:1] == "," and name_end(words, at + 1) == at + 1 else 1
            at = min(at, len(words))
            continue
        following = words[end] if end < len(words) else None
        if (
            words[end - 1].ends
            or not following
            or following.lower in PREPOSITIONS | _TIMES | SPEECH_FORMS
            or following.lower.endswith("ly")
        ):
            return spell(text, words[at:end]), end
        if following.lower in ("who", "that", "earlier"):
            return spell(text, words[at:end]), end
        at = end
    return None


def _upright(text: str, words: Sequence[Word], verb: int) -> tuple[str | None, int] | None:
    subject = find_subject(text, words, verb)
    if not subject and verb == 1 and len(words) == 2 and (name := lower_case_name(words[0].core)):
        subject = (name, 0)  # "…" putin said
    if not subject:
        return None
    leads = words[: subject[1]]
    return (subject[0], verb + 1) if all(word.lower in _AFTER_LEADS for word in leads) else None


def _trails_off(words: Sequence[Word], at: int) -> bool:
    return (
        words[at - 1].ends
        or words[at].lower in _TIMES
        or words[at].lower.endswith("ly")
        or words[at - 1].lower in ("told", "tells")
    )


def _alone(text: str, start: int, end: int) -> Attribution | None:
    """Read a name that stands alone: behind a comma, on the line below, or as all that follows.

    "…", Vladimir Putin, 2025; but with nothing between, only "…" Vladimir Putin.
    """
    match = re.match(r"\s*,\s*|[ \t.]*\n\s*|[ \t]+", text[start:end])
    rest = text[start + match.end() : end].strip(" .\n") if match else ""
    if not match or not rest or len(rest) > 120:
        return None
    if not match[0].strip(" \t") and "\n" not in match[0] and not is_name(rest):
        return None
    words = split_words(rest)
    count = name_end(words, 0)
    if not count or (count < len(words) and not words[count - 1].ends):
        return None
    behind = DATE.sub("", rest[words[count - 1].end :]).strip(" ,.()")
    if behind and not all(
        word.core[:1].isupper() or word.lower in ("of", "the") for word in split_words(behind)
    ):
        return None
    return Attribution(spell(rest, words[:count]), end, _when(rest))


def _when(text: str) -> str | None:
    match = DATE.search(text)
    return iso(match) if match else None
