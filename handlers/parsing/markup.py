"""What a page writes between its words: entities, tags, numbers of notes, "[sic]", the sign of a hashtag.

Everything is told from words by its shape. What might be words stays: "[7] houses", "km²", "2 < 3", "No.10".
"""

import re
from html import unescape

from corpus.language.knowledge import in_every_language

_ENTITY = re.compile(
    r"&(?:(?:amp|AMP|#0{0,5}38|#[xX]0{0,5}26);)*+"
    r"(?:(?P<name>#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?"
)
_BLOCKS = "address article blockquote br dd div dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table td th tr ul"
_INLINE = "a abbr b c cite code em font i img ins mark ruby s small span strong sub u wbr"
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>{'|'.join((*_BLOCKS.split(), *_INLINE.split(), 'sup', 'q'))})"
    r"(?:\.[\w.]{1,60})?(?:\s[^<>]{0,500})?/?>|<!--[^<>]{0,500}-->",
    re.IGNORECASE,
)
_RAISED_TAG = re.compile(
    r"<sup(?:\s[^<>]{0,200})?>\s{0,3}(?:<a(?:\s[^<>]{0,500})?>)?(?P<note>\[?\d{1,3}\]?)(?:</a>)?\s{0,3}</sup>",
    re.IGNORECASE,
)
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIC = re.compile(r"(?P<blank>[ \t]?)[\[(<]sic[!.?]?[\])>]", re.IGNORECASE)
_NUMBER = r"[1-9]\d{0,2}"
_REFERENCE = rf"\[(?:{_NUMBER}(?:\s?[,–-]\s?{_NUMBER}){{0,9}}|(?:note|nb)\s{_NUMBER}|citation needed|clarification needed)\]"
_REFERENCES = re.compile(
    rf"(?:(?<=[^\s\[(])|(?P<blank>(?<=[^\s])[ \t]))(?:{_REFERENCE})(?:[ \t]?{_REFERENCE})*+"
    r"(?(blank)(?=[ \t]?[.,;:!?”\"’»)\n]|[ \t]?\Z))",
    re.IGNORECASE,
)
_RAISED = re.compile(r"(?<=[^\W\d_]|[.,;:!?…”\"’»)\]])[⁰¹²³⁴-⁹]{1,3}(?![\w⁰¹²³⁴-⁹⁺⁻])")
_AT_STOP = re.compile(
    r"(?<=[^\W\d_][^\W\d_][^\W\d_])(?P<stop>[.!?…][\"”’»)]?)"
    + _NUMBER
    + r"(?=\s{0,9}\Z|[ \t]{0,9}\n|\s{1,9}[\"“«„‘(]?[^\W\d_a-zа-яß-öø-ÿ])"
)
_LAST_WORD = re.compile(r"[^\W\d_]{1,40}\Z")
_AT_MARK = re.compile(r"(?<=[\w.!?…,][”»])" + _NUMBER + r"(?=[\s.,;]|\Z)")
_TAGGED = re.compile(r"(?<![\w&/#])#(?=[^\W\d_])(\w{1,100})")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-ÖØ-ÞА-Я])|(?<=[A-Z])(?=[A-Z][a-z])|_")

_UNITS = in_every_language(lambda language: language.units.words)
_ABBREVIATIONS = in_every_language(
    lambda language: (
        language.abbreviations.words
        | language.abbreviations.references
        | language.abbreviations.capitalised
        | frozenset(language.calendar.short_months)
    )
)


def without_markup(text: str) -> str:
    """Take out what a page writes between words; entities become what they stand for.

    >>> without_markup("<i>Trade</i> &amp; peace[1] was[sic] good.¹ We have [7] km²")
    'Trade & peace was good. We have [7] km²'
    """
    text = _ENTITY.sub(_unescape, text) if "&" in text else text
    if "<" in text:
        text = _RAISED_TAG.sub(lambda match: match["note"].translate(_RAISED_DIGITS), text)
        text = _TAG.sub(_untag, text)
    text = _SIC.sub("", text)
    text = _REFERENCES.sub("", text) if "[" in text else text
    text = _RAISED.sub(_unraise, text)
    text = _AT_STOP.sub(_unnumber, text)
    text = _AT_MARK.sub("", text)
    return _TAGGED.sub(lambda tag: _HUMP.sub(" ", tag[1]), text) if "#" in text else text


def _unescape(match: re.Match[str]) -> str:
    if not match["name"]:
        return "&" if ";" in match[0] else match[0]
    written = f"&{match['name']};"
    char = unescape(written)
    return written if char == written or re.search(r"[A-Za-z0-9#;&]", char) else char


def _untag(match: re.Match[str]) -> str:
    name = (match["name"] or "").lower()
    if name == "q":
        return "”" if match["close"] else "“"
    return "\n" if name in _BLOCKS.split() else ""


def _unraise(match: re.Match[str]) -> str:
    """Drop the number of a note, not an exponent: "m²", "x⁴"."""
    word = _word_before(match)
    shortest = 3 if set(match[0]) & set("²³") else 2
    return match[0] if word and (word in _UNITS or len(word) < shortest) else ""


def _unnumber(match: re.Match[str]) -> str:
    """Drop the number of a note behind a full stop, not that of "fig.3"."""
    return match[0] if _word_before(match) in _ABBREVIATIONS else match["stop"]


def _word_before(match: re.Match[str]) -> str:
    word = _LAST_WORD.search(match.string, max(0, match.start() - 40), match.start())
    return word[0].lower() if word else ""
