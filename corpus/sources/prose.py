"""Cuts an article into paragraphs, sentences and words, each passage in quotation marks standing as one word."""

import re
from typing import NamedTuple

from corpus.sources.cues import COMMON_CUES
from corpus.sources.passages import Passage, find_paragraphs, find_passages

_ABBREVIATIONS = (
    "Mr Mrs Ms Dr Sen Sens Rep Reps Gov Govs Lt Col Gen Adm Capt Sgt Maj Cmdr Rev Hon Prof Pres Jr Sr St Messrs"
    " Mme Mlle No Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec vs etc Inc Corp Ltd Co Bros"
    " Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore"
    " Pa Tenn Tex Va Vt Wash Wis Wyo"
)
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:" + "|".join(_ABBREVIATIONS.split()) + r")\.|[A-Z]\.(?=\s+[A-Z])"
    r"|@?[^\W_]+(?:[-’'&/][^\W_]+)*|\.\.+|\S"
)
_ENDINGS = frozenset({".", "?", "!", "…", "..", "...", "...."})
_CAPITAL_AHEAD = 6
"""How many words after "…?" are searched for the cue that makes them part of the sentence."""

QUOTED = "\N{LEFT DOUBLE QUOTATION MARK}"
"""The text of the token that stands for a passage."""


class Token(NamedTuple):
    """A word, a mark or a whole passage (then `passage` is its number, else -1), with its offsets.

    `sentence` and `paragraph` number the article through.
    """

    text: str
    lower: str
    start: int
    end: int
    paragraph: int
    sentence: int
    passage: int


class Prose(NamedTuple):
    """An article, cut up. `places[n]` is the token that stands for passage n, in `tokens`."""

    text: str
    paragraphs: list[tuple[int, int]]
    passages: list[Passage]
    tokens: list[Token]
    places: list[int]


def cut(text: str) -> Prose:
    """Cut an article into tokens.

    >>> [token.text for token in cut('"No," said Mr. Peskov.').tokens]
    ['“', 'said', 'Mr.', 'Peskov', '.']
    """
    paragraphs = find_paragraphs(text)
    passages = find_passages(text, paragraphs)
    tokens: list[Token] = []
    places: list[int] = []
    sentence = 0
    following = 0
    for number, (start, end) in enumerate(paragraphs):
        raw: list[tuple[str, int, int, int]] = []
        at = start
        while following < len(passages) and passages[following].outer_start < end:
            passage = passages[following]
            raw += _words(text, at, passage.outer_start)
            raw.append((QUOTED, passage.outer_start, passage.outer_end, following))
            at = passage.outer_end
            following += 1
        if at < end:
            raw += _words(text, at, end)
        if at > end and not raw:
            continue
        for index, (word, word_start, word_end, passage_number) in enumerate(raw):
            if index and _is_boundary(text, raw, index, passages):
                sentence += 1
            if passage_number >= 0:
                places.append(len(tokens))
            tokens.append(Token(word, word.lower(), word_start, word_end, number, sentence, passage_number))
        sentence += 1
    return Prose(text, paragraphs, passages, tokens, places)


def _words(text: str, start: int, end: int) -> list[tuple[str, int, int, int]]:
    return [(found.group(), found.start(), found.end(), -1) for found in _WORD.finditer(text, start, end)]


def _is_boundary(
    text: str, raw: list[tuple[str, int, int, int]], index: int, passages: list[Passage]
) -> bool:
    """Whether a sentence ends before the token at `index`."""
    word, _, _, passage_number = raw[index]
    if word in _ENDINGS or not (
        passage_number >= 0 or word[0].isupper() or word[0].isdigit() or word[0] in "(["
    ):
        return False
    before, _, _, before_passage = raw[index - 1]
    if before_passage < 0:
        return before in _ENDINGS
    passage = passages[before_passage]
    last = text[passage.end - 1 : passage.end]
    if last == ".":
        return True
    if last in "?!…" and passage_number < 0:
        return not _cue_ahead(raw, index)
    return passage_number >= 0 and last in "?!…"


def _cue_ahead(raw: list[tuple[str, int, int, int]], index: int) -> bool:
    for word, _, _, _ in raw[index : index + _CAPITAL_AHEAD]:
        if word in ".,;:" or word == QUOTED:
            return False
        if word in COMMON_CUES:
            return True
    return False
