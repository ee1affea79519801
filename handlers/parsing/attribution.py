"""Whom a text names as the speaker of a quotation. It repeats what the text says and never guesses.

The words in front of a quotation and behind it are read, at most one sentence on each side. A pronoun, "a
spokesman for Putin" or "Putin and Lavrov said" name nobody.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.language.gazetteer import is_place
from corpus.language.knowledge import (
    english,
    in_every_language,
    listed_in_every_language,
    titles_in_every_language,
)
from handlers.parsing.names import (
    PREPOSITIONS,
    PRONOUNS,
    TITLES,
    Word,
    given_name,
    is_name,
    likely_person,
    name_end,
    name_start,
    spell,
    split_words,
    unspaced_name,
    untitled,
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

_FEW_WORDS = 8
REACH = 400
"""How many characters on each side of a quotation are read."""

_AFTER_LEADS = frozenset("as did has have had is was it that that's what's what this so".split())
_TIMES = in_every_language(
    lambda language: (*language.calendar.weekdays, *language.calendar.days)
) | frozenset(
    (
        "on in at to during after before while when as late early last this yesterday today earlier later "
        "then from about of with by via speaking adding"
    ).split()
)
_OFFICES = titles_in_every_language("office")
_HONOURS = english().name_parts.honours
_WHERE = frozenset("to at in on during before after speaking talking".split())
_HEARERS = frozenset("reporters journalists the a his her their parliament supporters voters".split())
_NO_SPEAKERS = frozenset(
    "reuters ap afp cnn bbc tass rt ria nyt wsj npr x twitter facebook instagram telegram youtube truth".split()
)

_CLAUSE = re.compile(r"\s[—–-]\s")  # "No deal in sight - Mr Peskov:"
_DASH = re.compile(r"[\s.,;:!?…]*(?:[—–―‒~]{1,3}|--+|-(?=\s|\w))\s*")
_BY = re.compile(
    r"[\s.,;]*(?:quotes?\s+|words\s+|is\s+|was\s+|said\s+|written\s+|spoken\s+)?by:?\s+", re.IGNORECASE
)
_ACCOUNTS = "|".join(
    sorted(
        (
            re.escape(words).replace("'", "['’]").replace("\\ ", r"\s")
            for words in listed_in_every_language(lambda language: language.speech_verbs.accounts)
        ),
        key=len,
        reverse=True,
    )
)
_BEHIND = "|".join(listed_in_every_language(lambda language: language.speech_verbs.accounts_behind))
_AFTER_NAME = re.compile(
    rf"\s(?:{'|'.join(listed_in_every_language(lambda language: language.speech_verbs.accounts_after))})[\s,:：–—-]*\Z",
    re.IGNORECASE,
)
_PREFIXES = tuple(listed_in_every_language(lambda language: language.speech_verbs.account_prefixes))
ACCORDING = re.compile(
    rf"[\s.,;—–-]*\b(?:{_ACCOUNTS}|"
    r"(?:(?:is|was|has been)\s+)?(?:\w+ly\s+|often\s+)?attributed to)\s+",
    re.IGNORECASE,
)
_SO = re.compile(rf"\s*[,;—–-]\s*(?:{_BEHIND})\s+", re.IGNORECASE)
_PAREN = re.compile(r"[\s.,;]*[(（]([^()（）\n]{1,160})[)）]")
_ORIGIN = re.compile(
    rf"\b(?:by|from|of|attributed to|{_ACCOUNTS})[ \t]+(?=\S)",
    re.IGNORECASE,
)
_OFFICE_BEHIND = re.compile(r"\([^()]{1,60}\)|,[^.!?:()]{1,80}")
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
        or _account_behind_name(text, words, end)
        or _adjoining(words, end)
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
        lambda: _announced(text, start, end, ACCORDING, last=last),
        lambda: _so(text, start, end, last=last),
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
    for prefix in _PREFIXES:
        if name.startswith(prefix) and unspaced_name(name.removeprefix(prefix)):
            return Attribution(name.removeprefix(prefix))
    return Attribution(name) if name not in (stripped, lead) and is_name(name) else None


def read_label(lead: str) -> Attribution | None:
    """Read a line that ends in a colon as the name of who speaks: "Ann Smith, mayor of Elmtown:".

    >>> read_label("Sen. Elizabeth Warren (D-Mass.):").speaker
    'Sen. Elizabeth Warren'
    """
    words = split_words(lead)
    return _label(words, lead) if words else None


def read_origin(lead: str) -> Attribution | None:
    """Read "A quote from Ronald Reagan:"; the name must be a person's for sure.

    >>> read_origin("A quote from Ronald Reagan:").speaker, read_origin("The best of luck:")
    ('Ronald Reagan', None)
    """
    words = split_words(lead)
    origin = _origin(lead, words) if words else None
    return origin if origin and origin.speaker and likely_person(origin.speaker) else None


def _label(words: Sequence[Word], lead: str) -> Attribution | None:
    """Read "Putin:" and "Putin —", with an office or a date behind the name or without."""
    if lead[-1:] not in (":", "：", "—", "–", "-"):
        return None
    line = lead[:-1].rpartition("\n")[2].strip(" \t*_>•·").rstrip(" —–-")
    line = _CLAUSE.split(line)[-1]
    own = split_words(line)
    if ACCORDING.match(line) or any(word.lower in SPEECH_FORMS for word in own):
        return None
    end = name_end(own, 0)
    if not end and lead[-1] in ":：" and len(words) == 1 and len(own) == 1:  # putin: "…"
        name = lower_case_name(own[0].core)
        return Attribution(name) if name else None
    behind = line[own[end - 1].end :].lstrip() if end else ""
    if not end:
        return _office(line, own)
    if behind and not _is_afterword(behind):
        return None
    return Attribution(spell(line, own[:end]), when=_when(behind))


def _office(line: str, own: Sequence[Word]) -> Attribution | None:
    """Read a label that is an office alone: "The President:"."""
    name, count = given_name(line, own, last=True) if own and own[0].lower == "the" else ("", 0)
    return Attribution(name) if name and count == len(own) and own[-1].lower in _OFFICES else None


def _is_afterword(words: str) -> bool:
    """Return whether words behind a name are an office, a date or a bracket: "(D-Mass.)", ", President of Russia"."""
    rest = words
    while rest and (match := _OFFICE_BEHIND.match(rest)):
        if match[0][0] == "," and not _is_office(match[0]):
            return False
        rest = rest[match.end() :].lstrip()
    return not rest


def _is_office(words: str) -> bool:
    """Return whether words behind a name tell of an office or a date: ", President of Russia" and ", 2025" do."""
    return any(word.lower in TITLES | _HONOURS or word.core.isdigit() for word in split_words(words))


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
    if not subject and verb and words[verb - 1].lower in BETWEEN | SPEECH_FORMS:  # "denies having said"
        subject = find_subject(text, words, verb - 1)
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
    name, end = given_name(text, owner, last=False)
    return Attribution(name) if end and end == len(owner) and not name.islower() else None


def _account_behind_name(text: str, words: Sequence[Word], end: int) -> Attribution | None:
    """Read "Habeck zufolge" and "as Reagan put it", right in front of a quotation."""
    account = _AFTER_NAME.search(text, max(words[0].start, end - 40), end)
    if not account:
        return None
    named = [word for word in words if word.end <= account.start()]
    while named and named[-1].lower in BETWEEN:
        named.pop()
    begin = name_start(named, len(named))
    return Attribution(spell(text, named[begin:])) if begin < len(named) else None


def _adjoining(words: Sequence[Word], end: int) -> Attribution | None:
    """Read "麻生太郎「…」": all that stands in front is a name in a script without blanks."""
    alone = len(words) == 1 and not words[0].tail and words[0].end == end
    return Attribution(untitled(words[0].core)) if alone and unspaced_name(words[0].core) else None


def _so(text: str, start: int, end: int, *, last: bool) -> Attribution | None:
    """Read "…", so Habeck: a name with a capital, and nothing behind it but a mark."""
    attribution = _announced(text, start, end, _SO, last=last)
    if not attribution or not attribution.speaker or attribution.speaker.islower():
        return None
    line_end = text.find("\n", attribution.end, end)
    over = not text[attribution.end : end if line_end < 0 else line_end].strip()
    return attribution if over or not text[attribution.end - 1].isalnum() else None


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
    inside = ACCORDING.sub("", match[1].strip())
    inside = re.sub(r"^(?:by|—|–|-)\s*", "", inside)
    dated = DATE.sub(" , ", inside)
    own = split_words(dated)
    count = name_end(own, 0)
    if 0 < count < len(own) and not own[count - 1].ends and _says_where(own[count:]):
        return Attribution(spell(dated, own[:count]), match.end(), _when(inside))
    for place, part in enumerate(re.split(r"[,;|/]|\s[—–-]\s|\b(?:in|on|at)\b", dated)):
        name = part.strip(" .")
        if is_name(name) and name.lower() not in _NO_SPEAKERS and not (place and is_place(name)):
            return Attribution(spell(name, split_words(name)), match.end(), _when(inside))
    return None


def _verb_after(text: str, start: int, end: int, *, closing: str, last: bool) -> Attribution | None:
    """Read ", said Putin" and ", Putin told reporters"."""
    lead = re.match(r"[\s,;:!?….—–-]*", text[start:end])
    opening = lead[0] if lead else ""
    words = split_words(text, start + len(opening), end)
    asks = bool(words) and last and words[0].lower in QUESTIONS
    if not words or ("\n\n" in opening and not asks) or ("." in opening and "..." not in opening):
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

    "…", Vladimir Putin, 2025; but with nothing between, "…" Vladimir Putin to reporters.
    """
    match = re.match(r"\s*,\s*|[ \t.]*\n\s*|[ \t]+", text[start:end])
    rest = text[start + match.end() if match else start : end].strip(" .\n")
    if not rest or len(rest) > 120:
        return None
    if not match:
        return Attribution(untitled(rest), end) if unspaced_name(rest) else None
    words = split_words(rest)
    count = name_end(words, 0)
    if not count or is_name(rest):
        return Attribution(spell(rest, words), end, _when(rest)) if count else None
    tight = "," not in match[0] and "\n" not in match[0]
    behind = rest[words[count - 1].end :].strip()
    left = DATE.sub("", behind).strip(" ,.()")
    if words[count - 1].ends or behind[:1] in "(（":
        titled = all(w.core[:1].isupper() or w.lower in TITLES or w.lower == "the" for w in split_words(left))
        said = not left or (titled and behind[:1] in ",(")
    else:
        said = (not left or _says_where(words[count:])) and not is_place(spell(rest, words[:count]))
    if not said or (tight and not behind[:1].isalnum() and behind[:1] not in ",("):
        return None
    return Attribution(spell(rest, words[:count]), end, _when(rest))


def _says_where(words: Sequence[Word]) -> bool:
    """Return whether words behind a name say to whom, where or on what: "to Zelensky", "at a rally in Ohio"."""
    over = any(word.ends_sentence for word in words[:-1]) or "?" in words[-1].tail
    if over or len(words) > 10 or words[0].lower not in _WHERE:
        return False
    told = words[1:2] and (words[1].core[:1].isupper() or words[1].lower in _HEARERS)
    return words[0].lower not in ("to", "on") or bool(told) or words[0].lower == "on"


def passed_over(text: str, begin: int, start: int, end: int, stop: int) -> str:
    """Return the words beside a quotation that seem to name a speaker though none could be read; "" where none do.

    The quotation stands from `start` to `end`; the words around it are looked at from `begin` to `stop`.
    """
    words = _sentence_before(split_words(text, _reach_back(text, begin, start), start))
    verb = next((n for n, word in enumerate(words) if word.lower in SPEECH_FORMS), None)
    claimed = words[: len(words) if verb is None else verb]
    if claimed and (verb is not None or claimed[-1].tail[:1] in (":", "：")) and _names_somebody(claimed):
        return _phrase(text, claimed)
    line = text.find("\n", end, stop)
    rest = split_words(text, end, stop if line < 0 else line)
    rest = [word for word in rest if word.core]
    if len(rest) <= _FEW_WORDS and rest and rest[0].lower in SPEECH_FORMS:
        rest = rest[1:]
    return _phrase(text, rest) if 0 < len(rest) <= _FEW_WORDS and _names_somebody(rest) else ""


def _names_somebody(words: Sequence[Word]) -> bool:
    at = 0
    while at < len(words):
        end = name_end(words, at)
        if words[at].lower in TITLES - {"of"} and at:  # "The ECB chief"
            return True
        if end > at and likely_person(" ".join(word.core for word in words[at:end])):
            return True
        at = max(end, at + 1)
    return False


def _phrase(text: str, words: Sequence[Word]) -> str:
    """Return words as they stand, with a bracket that they open or close."""
    start = words[0].start - (1 if words[0].bracketed else 0)
    closes = ")" in words[-1].tail and words[0].bracketed
    end = words[-1].end + (words[-1].tail.index(")") + 1 if closes else 0)
    return " ".join(text[start:end].split())


def _when(text: str) -> str | None:
    match = DATE.search(text)
    return iso(match) if match else None
