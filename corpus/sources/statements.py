"""Statements of a page, for the record. Words whose speaker is not named are left out."""

from collections.abc import Sequence

from corpus.attribution.reader import read_article
from corpus.attribution.utterance import Utterance
from corpus.models import Source, Statement
from corpus.sources.appearances import LocatedStatement, shared_id
from corpus.sources.catalogue import Kind, Origin
from corpus.sources.page import Page
from corpus.sources.transcript import read_whole

_SHORTEST = 3
"""Fewer words ("Thank you.") are said by everybody."""

_FEWEST_TURNS = 2
"""A page with a single label is no transcript: what goes on behind it may be the words of whoever wrote the page."""

_CONTEXT = 600


def statements_of(origin: Origin, url: str, page: Page) -> tuple[list[Statement], int]:
    """Return the statements of a page, and how many quotations or turns are left out for want of a speaker."""
    located, unresolved = locate_statements(origin, url, page)
    return [one.statement for one in located], unresolved


def locate_statements(origin: Origin, url: str, page: Page) -> tuple[list[LocatedStatement], int]:
    """Return the same with the place of each statement."""
    date = page.date
    utterances: Sequence[Utterance]
    if page.speaker:
        utterances = [Utterance(page.text, 0, len(page.text), speaker=page.speaker)]
    elif origin.kind is Kind.TRANSCRIPT:
        whole = read_whole(page.text, page.title)
        utterances, date = whole.turns if len(whole.turns) >= _FEWEST_TURNS else (), whole.date or date
    else:
        utterances = read_article(page.text)
    source = Source(
        publisher=origin.publisher, title=page.title or None, url=url, date=date, provenance=origin.provenance
    )
    known = [one for one in utterances if len(one.text.split()) >= _SHORTEST]
    located = [_locate(one, one.speaker, source, origin, page.role) for one in known if one.speaker]
    return list({one.statement.id: one for one in located}.values()), len(known) - len(located)


def _locate(
    utterance: Utterance, speaker: str, source: Source, origin: Origin, role: str | None
) -> LocatedStatement:
    around = " … ".join(part for part in (utterance.before, utterance.after) if part)
    statement = Statement(
        id=shared_id(speaker, utterance.text, source.url or ""),
        speaker=speaker,
        text=utterance.text,
        source=source,
        role=role,
        language=origin.language,
        translated=origin.translated,
        context=around[:_CONTEXT] or None,
    )
    return LocatedStatement(statement, utterance.start, utterance.end, utterance.before, utterance.after)
