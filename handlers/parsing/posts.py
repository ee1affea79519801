"""A post as it is copied from a social network: a head that says who wrote it and when, the words, the counters.

It becomes a label with a block quote, which is read like any other: "Ann Smith:" above "> The bridge is open."
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.language.knowledge import listed_in_every_language
from handlers.parsing.layout import EMOJI, is_meta, is_when
from handlers.parsing.names import is_name

_HANDLE = r"@[^\W_][\w.-]{0,60}(?:@[\w.-]{3,60})?"
_HANDLE_LINE = re.compile(rf"[ \t]*\(?(?P<handle>{_HANDLE})\)?[ \t]*(?:[·•][^\n]{{0,40}})?")
_HEAD_LINE = re.compile(
    rf"(?P<name>[^\n@]{{1,60}}?)[ \t]+\(?(?P<handle>{_HANDLE})\)?[ \t]*(?P<when>[·•][^\n]{{0,40}})?"
)
_REPLYING = tuple(
    words.lower() for words in listed_in_every_language(lambda language: language.copies.replying)
)
_ENDS = ".!?…:;,"
_QUOTES = re.compile(r"[\"“”„«»「」]")
_ONLY_NUMBERS = re.compile(r"\s*\d[\d.,]{0,9}\s?[KkMmBb]?\s*")


@dataclass(frozen=True, slots=True)
class Post:
    """The lines of a post: `start` to `end`, its words from `body` to `body_end`, and who wrote it."""

    start: int
    body: int
    body_end: int
    end: int
    writer: str


def open_posts(text: str) -> str:
    r"""Write every post of a text as a label and a block quote; what stands around them stays.

    >>> open_posts("Ann Smith\n@annsmith\nThe bridge is open.\n10 Likes")
    'Ann Smith:\n> The bridge is open.'
    """
    if "\n" not in text or not any(sign in text for sign in "@·•"):
        return text
    lines = text.split("\n")
    written: list[str] = []
    at = 0
    for post in _posts(lines):
        written += lines[at : post.start]
        written.append(f"{post.writer}:")
        written += [f"> {line}" for line in lines[post.body : post.body_end]]
        at = post.end
        if any(line.strip() for line in lines[at:]):
            written.append("")
    return "\n".join(written + lines[at:])


def post_words(text: str) -> str:
    r"""Return the words of the only post of a text; "" where it is none.

    >>> post_words("Ann Smith\n@annsmith\nThe bridge is open.\n10 Likes"), post_words("Ann Smith")
    ('The bridge is open.', '')
    """
    lines = text.split("\n")
    posts = list(_posts(lines))
    if len(posts) != 1 or any(line.strip() for line in (*lines[: posts[0].start], *lines[posts[0].end :])):
        return ""
    return "\n".join(lines[posts[0].body : posts[0].body_end]).strip()


def _posts(lines: list[str]) -> Iterator[Post]:
    at = 0
    while at < len(lines):
        head = _read_head(lines, at)
        post = _read_body(lines, at, *head) if head else None
        if post:
            yield post
        at = post.end if post else at + 1


def _read_head(lines: list[str], at: int) -> tuple[int, str] | None:
    """Read the lines that say who wrote a post; return the number of the line behind them, and the writer."""
    if not lines[at].strip() or _QUOTES.search(lines[at]) or len(lines[at]) > 200:
        return None
    head = _HEAD_LINE.fullmatch(lines[at].strip())
    if head and (head["when"] or (_opens(lines, at) and _name(head["name"]))):
        return at + 1, _name(head["name"]) or head["handle"]
    alone = _HANDLE_LINE.fullmatch(lines[at])
    if alone and _opens(lines, at):
        return at + 1, alone["handle"]
    if len(lines[at]) > 60 or lines[at].rstrip()[-1:] in ".:;,":
        return None
    behind = _behind_badges(lines, at + 1)
    if behind < len(lines) and (handle := _HANDLE_LINE.fullmatch(lines[behind])):
        return behind + 1, _name(lines[at]) or handle["handle"]
    name = _name(lines[at])
    dated = behind < len(lines) and is_when(lines[behind]) and ("·" in lines[behind] or "•" in lines[behind])
    return (behind + 1, name) if name and dated and _opens(lines, at) and " " in name else None


def _opens(lines: list[str], at: int) -> bool:
    return at == 0 or not lines[at - 1].strip()


def _behind_badges(lines: list[str], at: int) -> int:
    """Return the line behind those between a name and its handle: a blank one, "Verified account"."""
    end = min(at + 2, len(lines))
    while at < end and (not lines[at].strip(EMOJI + " ") or is_meta(lines[at])):
        at += 1
    return at


def _name(line: str) -> str:
    bare = line.strip(EMOJI + "\u200d \t✓")
    return bare if is_name(bare) else ""


def _read_body(lines: list[str], start: int, body: int, writer: str) -> Post | None:
    """Read the words of a post as far as its time, its counters or the next post."""
    while body < len(lines) and _is_preface(lines[body]):
        body += 1
    end = body
    while end < len(lines) and not is_meta(lines[end]) and not (end > body and _read_head(lines, end)):
        end += 1
    behind = end
    while behind < len(lines) and (
        not lines[behind].strip() or is_meta(lines[behind]) or _ONLY_NUMBERS.fullmatch(lines[behind])
    ):
        behind += 1
    while end > body and (not lines[end - 1].strip() or _ONLY_NUMBERS.fullmatch(lines[end - 1])):
        end -= 1
    words = any(char.isalpha() for line in lines[body:end] for char in line)
    return Post(start, body, end, behind, writer) if words else None


def _is_preface(line: str) -> bool:
    bare = line.strip().lower()
    return not bare or is_when(line) or is_meta(line) or bare.startswith(_REPLYING)
