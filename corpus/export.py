"""A verdict as the JSON that other programs rely on."""

from dataclasses import asdict
from typing import Any

from corpus.models import Coverage, Reviewed, Statement
from corpus.verdict import Evidence, Verdict


def verdict_json(verdict: Verdict, id_: str | None = None) -> dict[str, Any]:
    """The JSON object of one verdict; `id` is first where one is given."""
    head = {} if id_ is None else {"id": id_}
    closest = verdict.closest
    return {
        **head,
        "quote": verdict.quote.text,
        "speaker": verdict.quote.speaker,
        "only": asdict(verdict.quote.only) if verdict.quote.only else None,
        "rating": verdict.rating.value,
        "flags": [flag.value for flag in verdict.flags],
        "closest": evidence_json(closest) if closest else None,
        "parts": [evidence_json(part) for part in verdict.parts],
        "renderings": [evidence_json(one) for one in verdict.renderings],
        "related": [evidence_json(one) for one in verdict.related],
        "candidates": [
            {"statement": c.statement, "speaker": c.speaker, "score": c.score, "wording": c.wording}
            for c in verdict.candidates
        ],
        "changes": [{"kind": c.kind.value, "quote": c.quote, "wording": c.wording} for c in verdict.changes],
        "appearances": [asdict(one) for one in verdict.appearances],
        "reviewed": reviewed_json(verdict.reviewed) if verdict.reviewed else None,
        "coverage": coverage_json(verdict.coverage),
        "milliseconds": verdict.milliseconds,
    }


def reviewed_json(reviewed: Reviewed) -> dict[str, Any]:
    """What fact-checkers wrote: `error` says why they could not be asked; then `reviews` is empty, and that is no "none"."""
    return {"error": reviewed.error or None, "reviews": [asdict(one) for one in reviewed.found]}


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """One wording with its place: `start` and `end` are offsets into the statement's text as loaded."""
    statement = evidence.statement
    return {
        "statement": statement.id,
        "speaker": statement.speaker,
        "role": statement.role,
        **_published(statement),
        "context": statement.context,
        "withdrawn": statement.withdrawn,
        "wording": evidence.wording,
        "start": evidence.start,
        "end": evidence.end,
        "before": evidence.before,
        "after": evidence.after,
        "similarity": evidence.similarity,
    }


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """What was searched."""
    return {
        "statements": coverage.statements,
        "sources": coverage.sources,
        "by_speaker": coverage.by_speaker,
        "from": coverage.since,
        "until": coverage.until,
        "updated": coverage.updated,
        "stale": list(coverage.stale),
    }


def statement_json(statement: Statement) -> dict[str, Any]:
    """One statement, whole, in the form that `load` takes."""
    return {
        "id": statement.id,
        "speaker": statement.speaker,
        "text": statement.text,
        **_published(statement),
        "utterance": statement.utterance,
        "role": statement.role,
        "context": statement.context,
        "withdrawn": statement.withdrawn,
    }


def _published(statement: Statement) -> dict[str, Any]:
    """Where a statement was published and in which language; other programs rely on the order, too."""
    source = statement.source
    return {
        "date": source.date,
        "url": source.url,
        "primary_url": source.primary_url,
        "title": source.title,
        "publisher": source.publisher,
        "provenance": source.provenance.value if source.provenance else None,
        "language": statement.language,
        "translated": statement.translated,
    }
