"""Signs as words: a minus, a comparison, a ratio, a range, a fraction or an exponent beside a number.

Words alone would make "-0.42" equal to "0.42", "5-3" to "5 3" and "3/4" to "3-4". Here each sign beside a number
becomes a token of its own, with the words that it stands for where it has some ("-0.42" is "minus 0.42", "5-3" is
"5 to 3"). Blanks round a sign are no part of it. The index knows nothing of signs: it finds words.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.language.tokens import Token

_DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
# In front of a number: what stands before the sign is no letter and no digit ("COVID-19" has no minus).
_BEFORE = re.compile(
    rf"(?:(?<![^\W_])(?P<sign>[{_DASHES}+\uff0b±∓])[ \u00a0]?(?P<money>[$€£¥₽₴₹]?)[ \u00a0]?"
    rf"|(?P<compared><=|>=|=<|=>|!=|[<>=≤≥≠≈~≪≫])\s{{0,2}}(?P<signed>[{_DASHES}+\uff0b±]?)(?P<sum>[$€£¥₽₴₹]?))$"
)
# Between two numbers with nothing else between them.
_BETWEEN = re.compile(rf"\s{{0,2}}(?P<sign>[{_DASHES}/:∶⁄÷×*^=<>≤≥≠≈+±()\[\]]{{1,3}})\s{{0,2}}")
_SUPERSCRIPT = re.compile(r"(\d)([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)$")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_VULGAR = {"½": ".5", "¼": ".25", "¾": ".75"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")  # 2025-09-05: no range
_WORDS = {
    **dict.fromkeys("+\uff0b", "plus"),
    "~": "about",
    "≈": "about",
    "<=": "≤",
    "=<": "≤",
    ">=": "≥",
    "=>": "≥",
    "!=": "≠",
    "∶": ":",
    "⁄": "/",
    "÷": "/",
    "⁺": "^",
    "⁻": "^-",
}

SIGNS = frozenset("minus plus < > = ≤ ≥ ≠ ≪ ≫ ± ∓ / : × * ^ ^- ( ) [ ]".split())
"""The normal forms that only a sign has, and the two words for a sign: where one differs, the number does."""


def with_signs(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the tokens of a text with one more for each sign beside a number.

    >>> from corpus.language.tokens import tokenize
    >>> def norms(text): return [t.norm for t in with_signs(tokenize(text), text)]
    >>> norms("down -0.42 points"), norms("they won 5–3"), norms("3/4 of them"), norms("COVID-19")
    (['down', 'minus', '0.42', 'points'], ['they', 'won', '5', 'to', '3'], ['3', '/', '4', 'of', 'them'], ['covid', '19'])
    >>> norms("inflation < 2%"), norms("10² and 10^2"), norms(".5 and 5"), norms("20°C")
    (['inflation', '<', '2', 'percent'], ['10', '^', '2', 'and', '10', '^', '2'], ['0.5', 'and', '5'], ['20', 'degrees', 'c'])
    """
    if not _may_have(text):
        return list(tokens)
    out: list[Token] = []
    for before, token in pairwise((None, *tokens)):
        if token is None:
            continue
        if before and before.norm[0].isdigit() and text[before.end : token.start].strip() == "°":
            at = text.index("°", before.end)
            out.append(Token("degrees", at, at + 1))
        if text[token.start].isnumeric() and (token.norm[0].isdigit() or "⁄" in token.norm):
            out += _signed(token, before, out, text)
        else:
            out.append(token)
    return out


def hanging(tokens: Sequence[Token], text: str) -> frozenset[int]:
    """Return the positions of tokens that are one written expression with the token before: the "0.42" of "-0.42"."""
    found = set()
    for at, (before, token) in enumerate(pairwise(tokens), 1):
        beside = (before, token)
        if not any(_is_sign(one, text) for one in beside) or text[before.end : token.start].strip():
            continue
        if any(one.norm[0].isdigit() for one in beside):
            found.add(at)
    return frozenset(found)


def _may_have(text: str) -> bool:
    return any(char.isnumeric() for char in text) and bool(_ANY.search(text))


_ANY = re.compile(rf"[{_DASHES}+\uff0b±∓<>=≤≥≠≈~≪≫/:∶⁄÷×*^()\[\].°⁰¹²³⁴⁵⁶⁷⁸⁹½¼¾]")


def _is_sign(token: Token, text: str) -> bool:
    written = text[token.start : token.end]
    return bool(written) and not any(char.isalnum() for char in written)


def _signed(token: Token, before: Token | None, out: list[Token], text: str) -> Iterator[Token]:
    """The tokens of a number: its signs, the number itself, its exponent; a sign before money is put before it."""
    low = before.end if before else 0
    gap = text[low : token.start]
    if before and text[before.start].isnumeric() and (found := _BETWEEN.fullmatch(gap)):
        if not _in_a_day(text, token.start):
            yield _token(found["sign"], low + found.start("sign"), between=True)
    elif found := _BEFORE.search(text[max(0, token.start - 8) : token.start]):
        yield from _leading(found, max(0, token.start - 8), out)
    yield from _number(token, text)


def _number(token: Token, text: str) -> Iterator[Token]:
    """The tokens of a number without its signs: a decimal point at its head, a vulgar fraction, an exponent."""
    written = text[token.start : token.end]
    raised = _SUPERSCRIPT.search(written)
    if raised:
        power = raised[2].translate(_PLAIN)
        at = token.start + raised.start(2)
        base = written[: raised.start(2)].replace(",", "")
        yield from (Token(base, token.start, at), Token("^", at, at), Token(power, at, token.end))
    elif written[-1] in _VULGAR:
        whole = written[:-1].replace(",", "")
        parts = ("1" if written[-1] in "½¼" else "3", "/", "2" if written[-1] == "½" else "4")
        if whole:
            yield token._replace(norm=whole + _VULGAR[written[-1]])
        else:
            yield Token(parts[0], token.start, token.end)
            yield from (Token(norm, token.end, token.end) for norm in parts[1:])
    elif token.norm.isdecimal() and _point_before(text, token.start):
        yield Token("0." + token.norm, token.start - 1, token.end)
    else:
        yield token


def _point_before(text: str, at: int) -> bool:
    """Return whether a decimal point begins the number at an offset: the dot stands behind nothing that it could end."""
    before = text[max(0, at - 2) : at - 1] if at else "x"
    return text[at - 1 : at] == "." and not (before.isalnum() or (before and before in ".…)]\"'”’»"))


def _in_a_day(text: str, at: int) -> bool:
    low = max(0, at - 8)
    return any(low + found.start() < at < low + found.end() for found in _DAY.finditer(text[low : at + 8]))


def _leading(found: re.Match[str], low: int, out: list[Token]) -> Iterator[Token]:
    """The signs before a number, a sign of money between them aside."""
    for name in ("compared", "sign", "signed"):
        if found[name]:
            sign = _token(found[name], low + found.start(name))
            if out and out[-1].start > sign.start:  # the sign of money is a token already
                out.insert(len(out) - 1, sign)
            else:
                yield sign


def _token(sign: str, start: int, *, between: bool = False) -> Token:
    norm = sign
    if all(char in _DASHES for char in sign):
        norm = "to" if between else "minus"
    return Token(_WORDS.get(norm, norm), start, start + len(sign))
