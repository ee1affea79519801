"""Real-shaped documents made wrong: pieces flipped, lost, doubled, repeated, moved, and tokens that readers trip over."""

import random

LONGEST = 60_000
"""Bytes that a mutation grows a document to, at most."""

_SMALL = 0.98  # share of repetitions that do not blow a document up

TOKENS = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        "“", "”", '"', "‘", "’", "«", "»", ",", ".", " said ", "”, he said, “", "” said Mr. ", "according to ", "Mr. ",
        "Q: ", "THE PRESIDENT: ", "Ann Lee: ", "\n", "\n\n", "\t", "\0", "\u2028", "\u202e", "\ufeff", "\u200b", "é",
        "e\u0301", "\U0001f469\u200d\U0001f467", "<b>", "</p>", "<p>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&amp;", "&a;", "&#x27;", "&#0;", "&#xd800;", "&nbsp", "<pre>", "<item>", "</item>",
        "{", "}", "[", "]", "null", "true", "1e999", "-1", "9" * 40, '""', "\\ud800", "\\u0000", '"url": ', "00:00:01.000 --> 00:00:02.000",
        "WEBVTT", "NOTE ", "2026-13-45", "0000-00-00", "September 31, 2026", "https://[", "javascript:", "%PDF-1.7", "endobj", "stream\n",
        "obj", "<</Length 99999999>>", ";", "'", "(", ")", "\x1f\x8b", "\ud800",
    )
)  # fmt: skip


def mutate(content: bytes, rng: random.Random, others: tuple[bytes, ...] = ()) -> bytes:
    """The document with a few things wrong in it."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        rng.choice(_CHANGES)(data, rng, others)
        del data[LONGEST:]
    return bytes(data)


def _place(data: bytearray, rng: random.Random) -> tuple[int, int]:
    low = rng.randint(0, len(data))
    return low, min(len(data), low + int(rng.expovariate(1 / 40)))


def _flip(data: bytearray, rng: random.Random, _: tuple[bytes, ...]) -> None:
    if data:
        data[rng.randrange(len(data))] = rng.randrange(256)


def _lose(data: bytearray, rng: random.Random, _: tuple[bytes, ...]) -> None:
    low, high = _place(data, rng)
    del data[low:high]


def _cut(data: bytearray, rng: random.Random, _: tuple[bytes, ...]) -> None:
    if rng.random() < 0.2:
        del data[rng.randint(0, len(data)) :]


def _move(data: bytearray, rng: random.Random, _: tuple[bytes, ...]) -> None:
    low, high = _place(data, rng)
    piece = data[low:high]
    del data[low:high]
    at = rng.randint(0, len(data))
    data[at:at] = piece


def _repeat(data: bytearray, rng: random.Random, _: tuple[bytes, ...]) -> None:
    low, high = _place(data, rng)
    times = rng.choice((1, 1, 1, 2, 2, 5, 20)) if rng.random() < _SMALL else 2_000
    data[high:high] = (bytes(data[low:high]) * times)[:LONGEST]


def _token(data: bytearray, rng: random.Random, _: tuple[bytes, ...]) -> None:
    at = rng.randint(0, len(data))
    data[at:at] = rng.choice(TOKENS) * (rng.choice((1, 1, 1, 2, 3)) if rng.random() < _SMALL else 20_000)


def _splice(data: bytearray, rng: random.Random, others: tuple[bytes, ...]) -> None:
    if others:
        other = bytearray(rng.choice(others))
        low, high = _place(other, rng)
        at = rng.randint(0, len(data))
        data[at:at] = other[low : high + rng.randint(0, 400)]


_CHANGES = (_flip, _flip, _lose, _cut, _move, _repeat, _token, _token, _token, _splice)
