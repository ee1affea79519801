"""What is said about a question beside the quote: `by:`, `since:` and `until:`, their short cuts and typing slips.

Who is used to a terminal writes `--by Putin` or `--since=2025`; a chat may make one long dash of the two.
"""

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from corpus.errors import QuoteError
from corpus.language.knowledge import english
from handlers.messages import say
from handlers.parsing.names import given_name, is_name, split_words

MASK = "\0"
"""Stands for every character of a quotation that was taken out of a text."""

MOST_OPTIONS = 30
_PLAIN = 5  # letters of a slip that is taken for one even in prose, after two dashes

_MEANING = {
    "by": "by",
    "from": "by",  # as in the search of Slack; a date after it means `since`
    "speaker": "by",
    "since": "since",
    "after": "since",
    "until": "until",
    "till": "until",
    "before": "until",
}
_MONTHS = {
    name[:length]: number
    for number, name in enumerate(english().calendar.months, 1)
    for length in (3, 4, len(name))
}
_MONTH = "(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
DATE = re.compile(
    r"(?<!\d)(?:"
    r"(?P<y1>\d{4})(?:[-/](?P<m1>\d{1,2})(?:[-/](?P<d1>\d{1,2}))?)?"
    r"|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})"
    r"|(?:(?P<d3>\d{1,2})(?:st|nd|rd|th)?\s+)?" + _MONTH.format("m3") + r",?\s+(?P<y3>\d{4})"
    r"|" + _MONTH.format("m4") + r"\s+(?P<d4>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{4})"
    r")(?![\d\w])",
    re.IGNORECASE,
)

_WORD = re.compile(
    r"(?<![\w/@.:#-])(?:(?P<word>[A-Za-z]{1,8})[ \t]?[:：]|(?P<bare>since|after|until|till|before)\b)[ \t]*",
    re.IGNORECASE,
)
_NAME = re.compile(rf"[^\n{MASK}\"“”„«»:,;()|]{{1,80}}")
_QUOTED_NAME = re.compile(r"[\"“„«‘'](?P<name>[^\n\"“”„«»‘]{1,80}?)[\"”“»’'](?!\w)")
_NEXT = re.compile(r"\s+(?:" + "|".join(_MEANING) + r")\b[ \t]?(?:[:：]|(?=[ \t]+\d{4}))", re.IGNORECASE)
_DASHED = re.compile(r"(?<!\S)(?P<dashes>--|[—–])(?P<word>[A-Za-z]{2,12})(?:[ \t]*[=:：]|(?=\s|\Z))")

_EXAMPLES = {"by": "by:Putin", "since": "since:2025-08", "until": "until:2025"}


@dataclass(frozen=True, slots=True)
class Option:
    """One option where it stands; `kind` is "by", "since" or "until"."""

    kind: str
    value: str
    start: int
    end: int


def read_date(words: str) -> str | None:
    """Read a date that is all there is, as ISO, cut to what was given.

    >>> read_date("5 September 2025"), read_date("Aug 2025"), read_date("1941"), read_date("2025-13")
    ('2025-09-05', '2025-08', '1941', None)
    """
    match = DATE.fullmatch(words.strip())
    return iso(match) if match else None


def iso(match: re.Match[str]) -> str | None:
    """Return the date of a match of DATE, or None where the calendar has no such day."""
    group = {key[0]: value for key, value in match.groupdict().items() if value}
    month = group.get("m", "")
    number = _MONTHS.get(month.lower()) or int(month or 1)
    try:
        day = date(int(group["y"]), number, int(group.get("d", 1)))
    except ValueError:
        return None
    return day.isoformat()[: 10 if "d" in group else 7 if month else 4]


def read_options(text: str, *, prose: bool) -> tuple[Option, ...]:
    """Find the options of a text whose quotations are masked.

    `prose` says that the text is more than a command: then an option must bear its colon. Raises QuoteError
    for a date that cannot be read, and for a slip of typing with the nearest right option.

    >>> [(option.kind, option.value) for option in read_options("by:Putin since:2025-08", prose=True)]
    [('by', 'Putin'), ('since', '2025-08')]
    """
    text = _DASHED.sub(lambda match: _undashed(match, prose=prose), text)
    found: list[Option] = []
    at = 0
    while match := _WORD.search(text, at):
        option = _read_option(text, match, prose=prose)
        if option:
            found.append(option)
        if len(found) > MOST_OPTIONS:
            raise QuoteError("too many options", advice=say("question.advice_many"))
        at = max(option.end if option else 0, match.end())
    _check_order(found)
    return tuple(found)


def _undashed(match: re.Match[str], *, prose: bool) -> str:
    """Rewrite `--by` as `by:`, in as many characters; raise QuoteError for a slip. In prose a dash is mostly just a dash."""
    word = match["word"].lower()
    if match["dashes"] != "--" and prose:
        return match[0]
    if word in _MEANING:
        written = f"{word}:"
        return written + " " * (len(match[0]) - len(written))
    near = _nearest(word)
    if near and (len(word) >= _PLAIN or not prose):
        example = _EXAMPLES[_MEANING[near]].replace("by:", f"{near}:")
        advice = say(
            "question.option_misspelled",
            match=match["dashes"],
            match_2=match["word"],
            near=near,
            example=example,
        )
        raise QuoteError(f"unknown option {word}", advice=advice)
    if match["dashes"] == "--" and not prose:
        raise QuoteError(
            f"unknown option {word}",
            advice=say("question.advice_unknown", word=match["dashes"] + match["word"]),
        )
    return match[0]


def _nearest(word: str) -> str | None:
    """Return the option that a slip of typing may mean."""
    near = min(_MEANING, key=lambda option: (OSA.distance(word, option), option))
    return near if len(word) >= 3 and OSA.distance(word, near) <= (1 if len(word) <= 4 else 2) else None


def _read_option(text: str, match: re.Match[str], *, prose: bool) -> Option | None:
    if match["bare"]:
        return _bare_date(text, match, prose=prose)
    word = match["word"].lower()
    kind = _MEANING.get(word)
    if kind is None:
        _meet_slip(text, match, word)
        return None
    when = DATE.match(text, match.end())
    value = iso(when) if when else None
    if when and value and word not in ("by", "speaker"):
        return Option("since" if kind == "by" else kind, value, match.start(), when.end())
    if kind == "by":
        return _named(text, match, word)
    if text[match.end() : match.end() + 1].isalnum() and (text[match.end() - 1] in ":：" or not prose):
        raise QuoteError(f"no date after {word}:", advice=say("question.advice_date", option=word))
    return None  # "we have waited since: nothing came"


def _named(text: str, match: re.Match[str], word: str) -> Option | None:
    quoted = _QUOTED_NAME.match(text, match.end())
    if quoted:
        return Option("by", " ".join(quoted["name"].split()), match.start(), quoted.end())
    plain = _NAME.match(text, match.end())
    written = _NEXT.split(plain[0], maxsplit=1)[0] if plain else ""
    words = split_words(text, match.end(), match.end() + len(written))
    if not words:
        if text[match.end() : match.end() + 1] == MASK and word == "by":
            return None  # a text by: "…"
        raise QuoteError(f"no name after {word}:", advice=say("question.advice_name", option=word))
    name, count = given_name(text, words, last=True)
    if not count and text[match.end() - 1] not in ":：":
        return None  # "we stand by: the day will come"
    if not count:  # whatever it is, the person asking says that it is a name
        name, count = words[0].core, 1
    return Option("by", name, match.start(), words[count - 1].end) if name else None


def _bare_date(text: str, match: re.Match[str], *, prose: bool) -> Option | None:
    """Read "since 2025-08-01", which needs no colon; "since 1999" in prose is no option."""
    when = DATE.match(text, match.end())
    value = iso(when) if when else None
    if not when or not value or (prose and not when["m1"]):
        return None
    return Option(_MEANING[match["bare"].lower()], value, match.start(), when.end())


def _meet_slip(text: str, match: re.Match[str], word: str) -> None:
    """Raise for "sinse:2025" and "form:Putin"; a colon in prose is none of our business."""
    near = _nearest(word)
    if not near:
        return
    behind = text[match.end() : match.end() + 1]
    tight = text[match.end() - 1] in ":：" and behind.isalnum()
    alone = len(text) - match.end() <= 80 and is_name(text[match.end() :].strip())
    if tight or alone or DATE.match(text, match.end()) or _QUOTED_NAME.match(text, match.end()):
        advice = say(
            "question.option_misspelled_with_colon", word=word, near=near, examples=_EXAMPLES[_MEANING[near]]
        )
        raise QuoteError(
            f"unknown option {word}:", advice=advice.replace("by:", f"{near}:") if near == "from" else advice
        )


def _check_order(options: list[Option]) -> None:
    dates = {option.kind: option.value for option in options if option.kind != "by"}
    since, until = dates.get("since"), dates.get("until")
    if since and until and since[: len(until)] > until[: len(since)]:
        raise QuoteError(
            "since after until",
            advice=say("question.dates_turned_round", since=since, until=until),
        )
