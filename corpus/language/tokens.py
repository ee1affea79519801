"""Tokens that remember their offsets.

Matching is done on `Token.norm`; what is shown is always cut from the original by offset. Case, accents, quotation
marks, contractions ("don't" is "do" + "not") and number formats ("ten thousand" is "10,000") are evened out here,
so that they are never a difference. Scripts without blanks are cut into characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from opencc import OpenCC

# Scripts written without blanks (and Hangul, where particles hang on the word): one token a character.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u3105-\u312f\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
# Letters and digits with the marks and apostrophes inside a word.
_LETTER = rf"(?:(?![{_UNSPACED}])[^\W\d_])"
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u200c\u200d\u00ad\u0640"
WORD = re.compile(
    r"\d++(?:[.,]\d+)*+(?:bn|mn|mln|trn|tn|kg|km|[apm]m|[mkb])(?![^\W_])"  # 3.5bn  5kg
    r"|\d++(?:[.,]\d+)*+(?:st|nd|rd|th)?(?![^\W\d_])"  # 10,000  3.5  21st
    r"|(?:[A-Za-z]\.){2,}"  # U.S.  e.g.
    rf"|(?:{_LETTER}|\d)(?:{_LETTER}|[\d{_MARKS}]|['’ʼ`´](?={_LETTER}))*"
    rf"|[{_UNSPACED}][{_MARKS}\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a]*"
    r"|[%‰$€£¥₽₴₹§]"
)
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")
_DOTLESS = re.compile("ı(?=[\u0300-\u036f])")  # as renderers set "ï"
_CURRENCY = frozenset("$€£¥₽₴₹")

# Endings that hide a word of their own; ambiguous ones ('s, 'd) stay as they are.
_CLITICS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'s": "'s", "'d": "'d"}
_WHOLE = {
    "can't": (("can", 0, 3), ("not", 3, 5)),
    "cannot": (("can", 0, 3), ("not", 3, 6)),
    "won't": (("will", 0, 2), ("not", 2, 5)),
    "shan't": (("shall", 0, 3), ("not", 3, 6)),
    "ain't": (("ain't", 0, 5),),
    "let's": (("let", 0, 3), ("us", 3, 5)),
    "gonna": (("going", 0, 3), ("to", 3, 5)),
    "wanna": (("want", 0, 3), ("to", 3, 5)),
    "gotta": (("got", 0, 3), ("to", 3, 5)),
    "o'clock": (("o'clock", 0, 7),),
}
_UNITS = {
    word: number
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ORDINALS = {
    word: f"{number}{suffix}"
    for number, (word, suffix) in enumerate(
        (
            ("first", "st"),
            ("second", "nd"),
            ("third", "rd"),
            *((w, "th") for w in "fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()),
        ),
        1,
    )
}
# What newspapers hang on a number. "m" and "k" are a million and a thousand only behind a sign of money.
_SHORT = {
    "bn": "billion",
    "mn": "million",
    "mln": "million",
    "tn": "trillion",
    "trn": "trillion",
    "kg": "kilograms",
    "km": "kilometres",
    "am": "a.m.",
    "pm": "p.m.",
}
_SHORT_MONEY = {"m": "million", "k": "thousand", "b": "billion"}
_SHORT_NUMBER = re.compile(rf"(\d+(?:[.,]\d+)*)({'|'.join((*_SHORT, *_SHORT_MONEY))})")
_SMALL = {**_UNITS, **_TENS}
_SMALL_NUMBERS = frozenset(str(number) for number in _SMALL.values())


class Token(NamedTuple):
    """A word: its normal form, and where it stands (offsets into the text).

    A tuple rather than a dataclass: thousands are made for every question.
    """

    norm: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Even out case, accents, width and the variants of one letter.

    Kana, Hangul and Cyrillic keep their marks, Arabic loses its vowels and the seats of its hamza; katakana is
    hiragana, and a Han character is its simplified form.

    >>> fold("Zelenskýy"), fold("ＡＢＣ"), fold("Ёлка"), fold("が")
    ('zelenskyy', 'abc', 'елка', 'が')
    >>> fold("أتهاون") == fold("اتهاون"), fold("黃") == fold("黄"), fold("ヲ") == fold("を")
    (True, True, True)
    """
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKC", word).casefold().translate(_APOSTROPHES)
    word = _DOTLESS.sub("i", word.replace("\u00ad", ""))
    out = []
    for char in word:
        if char < "\u0400":  # Latin and Greek
            out += [c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)]
        elif (
            not (unicodedata.category(char) == "Mn" and "\u0590" <= char < "\u0700")
            and char not in "\u0640\u200c\u200d\u00ad"
        ):
            out.append(_one_form(char))
    return "".join(out)


_ARABIC = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ؤئ", "ء"),
    **dict.fromkeys("ىی", "ي"),
    "ة": "ه",
    "ک": "ك",
}


@lru_cache(maxsize=20_000)
def _one_form(char: str) -> str:
    """The one form of a character that has several."""
    if char < "\u0600":
        return "е" if char == "ё" else char
    if "\u3400" <= char < "\ua000" or char >= "\U00020000":
        return _simplified(char)
    if "\u30a1" <= char <= "\u30f6":
        return chr(ord(char) - 0x60)
    return _ARABIC.get(char, char)


def _simplified(char: str) -> str:
    """The simplified form of a Han character, also of a Japanese one."""
    simplified: str = _to_simplified().convert(_from_japanese().convert(char))
    return simplified


@cache
def _to_simplified() -> "OpenCC":
    from opencc import OpenCC  # here, for few texts need it

    return OpenCC("t2s")


@cache
def _from_japanese() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("jp2t")


@lru_cache(maxsize=200_000)
def pieces(raw: str) -> tuple[tuple[str, int, int], ...]:
    """Split one raw word into normal forms with offsets inside it.

    >>> pieces("Don’t"), pieces("10,000"), pieces("U.S."), pieces("%")
    ((('do', 0, 2), ('not', 2, 5)), (('10000', 0, 6),), (('u.s.', 0, 4),), (('percent', 0, 1),))
    >>> pieces("3.5bn"), pieces("2m")
    ((('3.5', 0, 3), ('billion', 3, 5)), (('2m', 0, 2),))
    """
    word = fold(raw.translate(_APOSTROPHES))
    if not word.strip("'"):
        return ()
    if word[0].isdigit():
        return _digits(word, len(raw))
    if word in ("%", "‰"):
        return (("percent" if word == "%" else "permille", 0, 1),)
    if word in _WHOLE and len(word) == len(raw):
        return _WHOLE[word]
    if "'" in word and len(word) == len(raw):
        for ending, norm in _CLITICS.items():
            if word.endswith(ending) and len(word) > len(ending):
                cut = len(word) - len(ending)
                return ((word[:cut].replace("'", ""), 0, cut), (norm, cut, len(raw)))
        word = word.replace("'", "")
    return ((_small_number(word), 0, len(raw)),)


def _digits(word: str, length: int) -> tuple[tuple[str, int, int], ...]:
    """Split a word that begins with a digit: a number, perhaps with a short unit, or a name such as "9mm" or "3d"."""
    short = _SHORT_NUMBER.fullmatch(word)
    if short and short[2] in _SHORT and len(word) == length:
        cut = len(short[1])
        return ((_number(short[1]), 0, cut), (_SHORT[short[2]], cut, length))
    return ((_number(word), 0, length),)


def _number(digits: str) -> str:
    """Drop thousands separators; keep a decimal point.

    >>> _number("10,000"), _number("3.5"), _number("1.200.000"), _number("21st")
    ('10000', '3.5', '1200000', '21st')
    """
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\D*", digits):
        return digits.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits):
        return digits.replace(".", "")
    return digits.replace(",", ".")


def _small_number(word: str) -> str:
    if word in _SMALL:
        return str(_SMALL[word])
    if word in ("bn", "kg", "km"):
        return _SHORT[word]
    return ORDINALS.get(word, word)


def words(text: str) -> Iterator[str]:
    """Yield the normal forms alone, one raw word at a time; statements are indexed by them.

    >>> list(words("We can’t wait ten days."))
    ['we', 'can', 'not', 'wait', '10', 'days']
    """
    for raw in WORD.findall(text):
        for norm, _, _ in pieces(raw):
            yield norm


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens; offsets lead back to the exact words.

    >>> [t.norm for t in tokenize("Twenty-five thousand, or 5 per cent")]
    ['25000', 'or', '5', 'percent']
    >>> [t.norm for t in tokenize("пойдём 你好")]
    ['пойдем', '你', '好']
    """
    plain = [
        Token(norm, found.start() + low, found.start() + high)
        for found in WORD.finditer(text)
        for norm, low, high in pieces(found.group())
    ]
    return list(_join(plain, text))


_BEGINS = frozenset({"a", "per"})  # a million, per cent


def _join(tokens: list[Token], text: str) -> Iterator[Token]:
    """Join what is one thing: number words with their scale, "per cent", "$2m"."""
    at = 0
    for n in range(1, len(tokens)):
        if tokens[n - 1].norm not in _CURRENCY:
            continue
        short = _SHORT_NUMBER.fullmatch(tokens[n].norm)
        if short and short[2] in _SHORT_MONEY and _is_number(_number(short[1])):  # $0.0.0b is none
            sum_ = float(_number(short[1])) * SCALES[_SHORT_MONEY[short[2]]]
            tokens[n] = tokens[n]._replace(norm=str(round(sum_)))
    while at < len(tokens):
        token = tokens[at]
        if not token.norm[0].isdigit() and token.norm not in _BEGINS:  # as of nearly all words
            yield token
            at += 1
            continue
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.norm == "a" and following and following.norm in SCALES:  # a million
            tokens[at] = token._replace(norm="1")
        if token.norm == "per" and following and following.norm == "cent":
            yield Token("percent", token.start, following.end)
            at += 2
            continue
        taken, value = _number_phrase(tokens, at, text)
        if taken > 1:
            yield Token(value, token.start, tokens[at + taken - 1].end)
            at += taken
            continue
        yield token
        at += 1


def _number_phrase(tokens: list[Token], at: int, text: str) -> tuple[int, str]:
    """Return how many tokens from `at` on make one number, and which: "two hundred and fifty" is 250."""
    if not _is_number(tokens[at].norm):
        return 0, ""
    total, current, taken, scale = 0.0, float(tokens[at].norm), 1, 10**15
    while at + taken < len(tokens):
        before, token = tokens[at + taken - 1], tokens[at + taken]
        gap = text[before.end : token.start]
        if _and_a_half(tokens[at + taken : at + taken + 3], text, before) and current == int(current):
            current += 0.5
            taken += 3
            continue
        if _and_more(tokens[at + taken - 1 : at + taken + 2], current):
            current += float(tokens[at + taken + 1].norm)
            taken += 2
            continue
        if gap not in (" ", "-", "\u00a0", "‑", "\n") and not (not gap and token.norm in SCALES):
            break
        if token.norm in SCALES:
            factor = SCALES[token.norm]
            if factor == 100 and current < 100:
                current *= 100
            elif factor > 100 and factor < scale:
                total, current, scale = total + current * factor, 0.0, factor
            else:
                break
        elif _worded(text, token) and _fits(token.norm, current, before, text):
            current += float(token.norm)
        else:
            break
        taken += 1
    value = total + current
    return taken, str(int(value)) if value == int(value) else repr(value)


def _and_a_half(three: list[Token], text: str, before: Token) -> bool:
    """Return whether "and a half" goes on with a number, nothing but blanks between."""
    words = [token.norm for token in three]
    return words == ["and", "a", "half"] and text[before.end : three[0].start].isspace()


def _and_more(three: list[Token], current: float) -> bool:
    """Return whether "and" goes on with a number: "two hundred and fifty"."""
    norms = [token.norm for token in three]
    if norms[:2] != ["hundred", "and"] or len(norms) < 3 or not current:
        return False
    return norms[2] in _SMALL_NUMBERS


def _is_number(norm: str) -> bool:
    return norm[0].isdigit() and norm.replace(".", "", 1).isdecimal() and len(norm) < 16


def _worded(text: str, token: Token) -> bool:
    return _is_number(token.norm) and not text[token.start].isdigit()


def _fits(norm: str, current: float, before: Token, text: str) -> bool:
    """Return whether a number word carries on the number before it: "twenty five", "hundred five", not "five six"."""
    number = float(norm)
    if text[before.start].isdigit():
        return False
    if current % 100 == 0 and current >= 100:
        return number < 100
    return current % 100 >= 20 and current % 10 == 0 and 0 < number < 10


_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+", re.IGNORECASE)
_TAG = re.compile(r"[#@](\w+)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])|_")


def plain_post(text: str) -> str:
    """Turn a post of a social network into plain words to search by: drop addresses, split tags and handles.

    >>> plain_post("#RedCross dinner for @TCPalm https://t.co/x").split()
    ['Red', 'Cross', 'dinner', 'for', 'TC', 'Palm']
    """
    if "#" not in text and "@" not in text and "/" not in text:
        return text
    return _TAG.sub(lambda tag: _HUMP.sub(" ", tag[1]), _ADDRESS.sub(" ", text))
