"""An appearance: the words of a statement in one document, as evidence. Pure; it judges nothing.

The same words of the same speaker in forty outlets are one statement with forty appearances. An appearance whose
document no longer has the words is kept, and marked with the day on which that was seen.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.language.identity import same_speaker
from corpus.language.speakers import parse_name
from corpus.language.tokens import WORD, fold
from corpus.models import Appearance, Provenance, Statement

DISTINCTIVE = 8
"""Fewer words than this may be said twice, on two occasions: they are one statement for each document."""

MOST = 200
"""So many appearances of one statement are kept; the earliest and the primary ones are."""


def shared_id(speaker: str, text: str, url: str) -> str:
    """Return the id of a statement: equal for the same distinctive words of the same speaker, wherever they appeared.

    >>> words = "We will build the bridge across the strait by 2030"
    >>> shared_id("Ann Lee", words, "https://a.example") == shared_id("Lee", words + ".", "https://b.example")
    True
    """
    folded = [fold(word) for word in WORD.findall(text)]
    content = [parse_name(speaker).surname, *folded] if len(folded) >= DISTINCTIVE else [url, speaker, text]
    return "c-" + hashlib.blake2b("\n".join(content).encode("utf-8", "replace"), digest_size=12).hexdigest()


def in_order(appearances: Iterable[Appearance]) -> tuple[Appearance, ...]:
    """Return those that stand before those withdrawn, primary before second-hand, then the earliest."""
    return tuple(sorted(appearances, key=_rank))


def merged(statement: Statement, appearances: Sequence[Appearance]) -> Statement:
    """Return the statement as the first of its appearances has it, under the fullest of its names; withdrawn if all are."""
    first, *_ = in_order(appearances)
    names = [one.speaker for one in appearances if one.withdrawn is None] or [first.speaker]
    return replace(
        statement,
        speaker=max(names, key=lambda name: (len(name.split()), len(name), name)),
        source=first.source,
        context=" … ".join(part for part in (first.before, first.after) if part)[:600] or None,
        withdrawn=first.withdrawn,
    )


def _rank(one: Appearance) -> tuple[bool, bool, str, int, str]:
    provenance = Provenance(one.provenance) if one.provenance else Provenance.SECOND_HAND
    return (
        one.withdrawn is not None,
        not provenance.primary,
        one.date or "9999",
        provenance.rank,
        one.url,
    )


@dataclass(frozen=True, slots=True)
class LocatedStatement:
    """A statement as one document has it, and where in the document's text it stands, the sentences around it too."""

    statement: Statement
    start: int
    end: int
    before: str = ""
    after: str = ""

    def appearance(self, fetched: str | None, sha256: str | None) -> Appearance:
        """Return its appearance in the document of which time and hash are given."""
        source = self.statement.source
        return Appearance(
            url=source.url or "",
            speaker=self.statement.speaker,
            publisher=source.publisher,
            title=source.title,
            date=source.date,
            provenance=source.provenance.value if source.provenance else None,
            fetched=fetched,
            sha256=sha256,
            start=self.start,
            end=self.end,
            before=self.before,
            after=self.after,
        )


def with_new(known: Sequence[Appearance], new: Appearance) -> tuple[Appearance, ...] | None:
    """Return the appearances with one more, or in place of an older one of the same document; None where the speakers differ.

    >>> one = Appearance("https://a.example", "Ann Lee")
    >>> with_new([one], Appearance("https://b.example", "Bob Lee")) is None
    True
    """
    others = [one for one in known if one.url != new.url]
    if not all(same_speaker(new.speaker, one.speaker) for one in others):
        return None
    return (*others, new)
