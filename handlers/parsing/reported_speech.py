"""What people type without quotation marks: a quote and nothing else, or who said what in so many words.

Reported speech with several claims comes apart into one quote for each, in the words of the text.
"""

import re
from dataclasses import dataclass

from corpus.language.knowledge import english, in_every_language
from corpus.language.sentences import is_abbreviation
from corpus.language.verbs import inflect, inflect_all
from handlers.parsing.attribution import ACCORDING, read_label, read_origin
from handlers.parsing.names import PREPOSITIONS, Word, likely_person, name_end, spell, split_words
from handlers.parsing.speech_verbs import (
    CLAIM_FORMS,
    QUESTIONS,
    SPEECH_FORMS,
    find_subject,
    lower_case_subject,
)
from handlers.parsing.trailing_attribution import Claim, dense, make_claim, read_trailer, trim

_LABEL = 14  # words before a colon or a dash
_FEWEST = 3  # words behind a dash that can be a quote
HEAD = 300
"""How many characters at the beginning are searched for who said it."""

_VERBS = english().speech_verbs
_ASKING = _VERBS.asking
_DROPPED = inflect_all(["say", "add"])
_DEEDS = frozenset({inflect("say").third}).union(
    *(form for verb in _VERBS.deeds for form in (inflect(verb).past, inflect(verb).present_participle))
)
_JOINT = re.compile(
    r"(?:[,;]\s+(?:(?:and|but|while|then|also)\s+)*|\s+(?:and|but|while)\s+(?:(?:then|also)\s+)?)(?P<next>[a-z]+)\b"
    r"(?P<that>\s+that\b)?"
)
_SENTENCE_END = re.compile(r"[.!?…][\"”»’)\]]*\s+|\n+")
_POINTING = _VERBS.pointing
_THAT = in_every_language(lambda language: language.speech_verbs.that)
_SUBJECT_NOT_WORDS = re.compile(
    r"(?:what|when|where|why|how|who)\b[^.!\n]{0,200}\b(?:say|says|said|saying|tell|told|mean)\b[^.!\n]{0,200}\?\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Lead:
    """Who says it, at the beginning of a sentence; the words themselves begin at `start`."""

    start: int
    speaker: str | None
    direct: bool  # the words follow as they were said
    question: bool = False


def read_claims(text: str) -> tuple[Claim, ...]:
    """Read a text without quotation marks; one claim and no speaker where it names none.

    >>> text = "Putin said troops would be lawful targets, and demanded guarantees"
    >>> [(text[c.start : c.end], c.speaker) for c in read_claims(text)]
    [('troops would be lawful targets', 'Putin'), ('demanded guarantees', 'Putin')]
    """
    start, end = trim(text, 0, len(text))
    if start == end:
        return ()
    return reported_claims(text) or (read_trailer(text, start, end) or Claim(start, end),)


def reported_claims(text: str) -> tuple[Claim, ...]:
    """Read who said what; empty where the text does not begin with who said it."""
    start, end = trim(text, 0, len(text))
    lead = _read_lead(text, start, end)
    if not lead:
        return ()
    if lead.question:
        end -= len(text[:end]) - len(text[:end].rstrip(" ?!"))
    claims: list[Claim] = []
    sentence_end = _next_sentence(text, lead.start, end)
    while True:
        claims += _claims_of(text, lead, sentence_end)
        following = sentence_end
        while following < end:
            sentence_end = _next_sentence(text, following, end)
            if next_lead := _read_lead(text, following, sentence_end):
                lead = next_lead
                break
            claims = _continue(claims, text, following, sentence_end)
            following = sentence_end
        else:
            return tuple(claims)


def goes_on(text: str, start: int = 0) -> bool:
    """Return whether a sentence goes on to a further claim right here.

    >>> goes_on(" and demanded guarantees"), goes_on(" and left")
    (True, False)
    """
    joint = _JOINT.match(text, start)
    return joint is not None and joint["next"] in _DEEDS


def asks_for_a_subject(text: str) -> bool:
    """Return whether a text asks what somebody said, rather than bringing the words.

    >>> asks_for_a_subject("What did Putin say about NATO?"), asks_for_a_subject("Who will guard the guards?")
    (True, False)
    """
    return len(text) < 500 and bool(_SUBJECT_NOT_WORDS.match(text.strip()))


def points_elsewhere(text: str) -> bool:
    """Return whether a text asks about words that stand somewhere else.

    >>> points_elsewhere("did he really say that?"), points_elsewhere("Is this quote real?")
    (True, True)
    """
    words = [word.lower for word in split_words(text, 0, HEAD)]
    if len(words) > 12 or len(text) > HEAD or not words or words[0] not in QUESTIONS | {"this", "that"}:
        return False
    verb = next((n for n, word in enumerate(words) if word in SPEECH_FORMS), None)
    asks = verb is not None and all(word in _POINTING for word in words[verb + 1 :])
    return asks or all(word in _POINTING for word in words)


def _read_lead(text: str, start: int, end: int) -> _Lead | None:
    words = split_words(text, start, min(end, start + HEAD))
    return (
        _according(text, words, end)
        or _label(text, words, end)
        or _dash(text, words, end)
        or _verb(text, words, end)
    )


def _according(text: str, words: list[Word], end: int) -> _Lead | None:
    """Read "According to Putin, …", "Laut Habeck: …" and "Selon Macron, …"."""
    match = ACCORDING.match(text, words[0].start, min(end, words[0].start + HEAD)) if words else None
    if not match:
        return None
    named = [word for word in words if word.start >= match.end()]
    behind = name_end(named, 0)
    if behind == 0 or behind == len(named) or named[behind - 1].tail[:1] not in (",", ":", "："):
        return None
    direct = named[behind - 1].tail[:1] != ","
    return _enough(text, end, _Lead(named[behind].start, spell(text, named[:behind]), direct))


def _label(text: str, words: list[Word], end: int) -> _Lead | None:
    """Read "Vladimir Putin: we will win" and "Sen. Elizabeth Warren (D-Mass.): we will win".

    One word and then a small letter must be a name for sure: "Houston: we have a problem".
    """
    last = next((n for n, word in enumerate(words[:_LABEL]) if word.tail[-1:] in (":", "：")), None)
    if last is None or last + 1 == len(words) or any(word.ends_sentence for word in words[:last]):
        return None
    lead = text[words[0].start : words[last].end + len(words[last].tail)]
    label = read_label(lead) or read_origin(lead)
    if not label or not label.speaker:
        return None
    if last == 0 and not words[1].core[:1].isupper() and not likely_person(label.speaker):
        return None
    return _enough(text, end, _Lead(words[last + 1].start, label.speaker, direct=True))


def _dash(text: str, words: list[Word], end: int) -> _Lead | None:
    """Read "Churchill - We shall fight": a name for sure, a dash between blanks, and words enough for a quote."""
    behind = name_end(words, 0)
    place = next((n for n in range(1, min(len(words), _LABEL)) if _is_dash(words[n])), None)
    if place is None or place != behind or len(words) - place - 1 < _FEWEST:
        return None
    name = spell(text, words[:place])
    if words[place - 1].ends or not likely_person(name):
        return None
    return _enough(text, end, _Lead(words[place + 1].start, name, direct=True))


def _is_dash(word: Word) -> bool:
    return word.core in ("-", "–", "—", "--") and not word.tail


def _verb(text: str, words: list[Word], end: int) -> _Lead | None:
    verb = next(
        (n for n, word in enumerate(words[:14]) if word.lower in SPEECH_FORMS or _reports(text, words, n)),
        None,
    )
    if not verb or verb + 1 == len(words) or any(word.ends_sentence for word in words[:verb]):
        return None
    subject = find_subject(text, words, verb)
    asking = words[0].lower in QUESTIONS
    if not subject and (asking or (verb == 1 and words[1].lower in ("said", "says", "claimed", "tweeted"))):
        named = lower_case_subject(words, verb)
        subject = (named, verb - 1) if named else None
    if not subject or (subject[0] is None and not asking):
        return None
    if words[verb].lower not in CLAIM_FORMS and not asking and ":" not in words[verb].tail:
        return None
    if any(word.lower not in _ASKING for word in words[: min(subject[1], verb)] if not asking):
        return None
    at, direct = _words_begin(words, verb)
    if at >= len(words):
        return None
    return _enough(text, end, _Lead(words[at].start, subject[0], direct, asking))


def _reports(text: str, words: list[Word], at: int) -> bool:
    """Tell whether a word that is often a noun or an order is a verb here: "Putin states that …"."""
    if words[at].lower not in CLAIM_FORMS or at + 1 >= len(words):
        return False
    if words[at + 1].lower not in _THAT and ":" not in words[at].tail:
        return False
    subject = find_subject(text, words, at)
    return subject is not None and subject[0] is not None


def _enough(text: str, end: int, lead: _Lead) -> _Lead | None:
    """Drop a lead with fewer than two words behind it: it leads to nothing."""
    words = text[lead.start : min(end, lead.start + HEAD)]
    return lead if len(words.split()) > 1 or dense(words) else None


def _words_begin(words: list[Word], verb: int) -> tuple[int, bool]:
    """Find where the words themselves begin behind a verb: not "reporters on Friday that"."""
    if words[verb].tail[:1] in (":", ",", "："):
        return verb + 1, True
    at = verb + 1
    aside = words[verb].lower in ("told", "tells", "tell") or words[at].lower in PREPOSITIONS
    for place in range(at, min(at + 9, len(words)) if aside else at + 1):
        if words[place].lower in _THAT:
            return place + 1, False
        if words[place].tail[:1] in (":", "："):
            return place + 1, True
    if words[verb].lower in ("told", "tells", "tell"):
        at = max(name_end(words, at), at + 1)
    return at, False


def _claims_of(text: str, lead: _Lead, end: int) -> list[Claim]:
    """Split a sentence into one claim for each deed: "said …, and demanded …, opposing …"."""
    start, end = trim(text, lead.start, end)
    if lead.direct:
        return [Claim(start, end, lead.speaker)]
    claims = []
    for joint in _JOINT.finditer(text, start, min(end, start + 5 * HEAD)):
        deed = joint["next"]
        if deed not in _DEEDS or len(text[start : joint.start()].split()) < 2:
            continue
        claims.append(make_claim(text, start, joint.start(), lead.speaker))
        dropped = deed in _DROPPED or joint["that"]
        start = joint.end() if dropped else joint.start("next")
    claims.append(make_claim(text, start, end, lead.speaker))
    return [claim for claim in claims if claim]


def _continue(claims: list[Claim], text: str, start: int, end: int) -> list[Claim]:
    """Add a sentence that does not say who speaks to one person's words; after several claims it is nobody's."""
    start, end = trim(text, start, end)
    if start == end:
        return claims
    if len(claims) == 1 or (claims and claims[-1].speaker != claims[-2].speaker):
        last = claims[-1]
        return [*claims[:-1], Claim(last.start, end, last.speaker)]
    return [*claims, Claim(start, end)]


def _next_sentence(text: str, start: int, end: int) -> int:
    for match in _SENTENCE_END.finditer(text, start, end):
        if match[0][0] != "." or not is_abbreviation(text, start, match.start()):
            return match.end()
    return end
