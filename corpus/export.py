"""The JSON that leaves the program, as types: for the command line, the HTTP API, pages and agents alike.

Other programs rely on the names and their order. The HTTP API's document is made from the same types.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import msgspec
from msgspec import Struct

from corpus.language.identity import Identity
from corpus.models import Coverage, Reviewed, Statement
from corpus.verdict import Evidence, Verdict


class Wording(Struct):
    """Published words with their place: `start` and `end` are offsets into the statement's text as loaded."""

    statement: str
    speaker: str
    role: str | None
    date: str | None
    url: str | None
    primary_url: str | None
    title: str | None
    publisher: str | None
    provenance: str | None
    language: str | None
    translated: bool
    context: str | None
    withdrawn: str | None
    wording: str
    start: int
    end: int
    before: str
    after: str
    similarity: float


class Proposed(Struct):
    """A statement that the index proposed."""

    statement: str
    speaker: str
    score: float
    wording: str


class Difference(Struct):
    """Words of the quote, and the words of the source in their place."""

    kind: str
    quote: str
    wording: str


class Outlet(Struct):
    """A document in which the statement stands; those that stand before those withdrawn, primary and earliest first."""

    url: str
    speaker: str
    publisher: str | None
    title: str | None
    date: str | None
    provenance: str | None
    fetched: str | None
    sha256: str | None
    start: int
    end: int
    before: str
    after: str
    withdrawn: str | None


class FactCheck(Struct):
    """A fact-checker's review of a claim, in the publisher's words."""

    claim: str
    claimant: str
    publisher: str
    rating: str
    url: str
    title: str
    claimed: str | None
    reviewed: str | None
    language: str


class Beside(Struct):
    """The reviews of fact-checkers, no part of the rating; `error` says why they could not be asked, which is not "none"."""

    error: str | None
    reviews: list[FactCheck]


class Searched(Struct):
    """The record that was searched."""

    statements: int
    sources: int
    by_speaker: int | None
    from_: str | None = msgspec.field(name="from")
    until: str | None
    updated: str | None
    stale: list[str]


class Identified(Struct):
    """Return whether the speaker of the closest wording is the one named: same, different or unclear, and what it rests on."""

    match: str
    reason: str


class Only(Struct):
    """The restriction of the search; an empty list is none."""

    sources: list[str]
    languages: list[str]


class Answer(Struct):
    """The record's answer to the quote, never whether it is true. An outage is an error and no answer.

    `unused` are words of a message that seem to name a speaker and were not used as one.
    """

    quote: str
    speaker: str | None
    only: Only | None
    unused: str | None
    rating: str
    flags: list[str]
    closest: Wording | None
    parts: list[Wording]
    renderings: list[Wording]
    related: list[Wording]
    candidates: list[Proposed]
    changes: list[Difference]
    appearances: list[Outlet]
    reviewed: Beside | None
    identity: Identified | None
    coverage: Searched
    milliseconds: float


class Published(Struct):
    """One statement of the record, whole."""

    id: str
    speaker: str
    text: str
    date: str | None
    url: str | None
    primary_url: str | None
    title: str | None
    publisher: str | None
    provenance: str | None
    language: str | None
    translated: bool
    utterance: str | None
    role: str | None
    context: str | None
    withdrawn: str | None


def verdict_json(verdict: Verdict, id_: str | None = None) -> dict[str, Any]:
    """Return the JSON object of one verdict; `id` is first where one is given."""
    only, closest, reviewed = verdict.quote.only, verdict.closest, verdict.reviewed
    answer = Answer(
        quote=verdict.quote.text,
        speaker=verdict.quote.speaker,
        only=Only(list(only.sources), list(only.languages)) if only else None,
        unused=verdict.quote.unused or None,
        rating=verdict.rating.value,
        flags=[flag.value for flag in verdict.flags],
        closest=_wording(closest) if closest else None,
        parts=_wordings(verdict.parts),
        renderings=_wordings(verdict.renderings),
        related=_wordings(verdict.related),
        candidates=[Proposed(**asdict(candidate)) for candidate in verdict.candidates],
        changes=[Difference(change.kind.value, change.quote, change.wording) for change in verdict.changes],
        appearances=[Outlet(**asdict(appearance)) for appearance in verdict.appearances],
        reviewed=_beside(reviewed) if reviewed else None,
        identity=_identified(verdict.identity) if verdict.identity else None,
        coverage=_searched(verdict.coverage),
        milliseconds=verdict.milliseconds,
    )
    return ({} if id_ is None else {"id": id_}) | _json(answer)


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Return one wording with its place."""
    return _json(_wording(evidence))


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """Return what was searched."""
    return _json(_searched(coverage))


def statement_json(statement: Statement) -> dict[str, Any]:
    """Return one statement, whole, in the form that `load` takes."""
    return _json(
        Published(
            id=statement.id,
            text=statement.text,
            utterance=statement.utterance,
            **_facts(statement),
        )
    )


def _json(content: Struct) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(content)
    return fields


def _wordings(evidence: Iterable[Evidence]) -> list[Wording]:
    return [_wording(one) for one in evidence]


def _wording(evidence: Evidence) -> Wording:
    return Wording(
        statement=evidence.statement.id,
        wording=evidence.wording,
        start=evidence.start,
        end=evidence.end,
        before=evidence.before,
        after=evidence.after,
        similarity=evidence.similarity,
        **_facts(evidence.statement),
    )


def _beside(reviewed: Reviewed) -> Beside:
    return Beside(reviewed.error or None, [FactCheck(**asdict(review)) for review in reviewed.found])


def _identified(identity: Identity) -> Identified:
    return Identified(identity.match.value, identity.reason.value)


def _searched(coverage: Coverage) -> Searched:
    fields = asdict(coverage)
    del fields["people"]
    return Searched(from_=fields.pop("since"), stale=list(fields.pop("stale")), **fields)


def _facts(statement: Statement) -> dict[str, Any]:
    """Return what a wording and a whole statement have in common."""
    source = statement.source
    return {
        "speaker": statement.speaker,
        "role": statement.role,
        "date": source.date,
        "url": source.url,
        "primary_url": source.primary_url,
        "title": source.title,
        "publisher": source.publisher,
        "provenance": source.provenance.value if source.provenance else None,
        "language": statement.language,
        "translated": statement.translated,
        "context": statement.context,
        "withdrawn": statement.withdrawn,
    }
