"""Coverage: what the record holds, from how many sources, over which dates, and how fresh."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from corpus.collecting.appearance_store import Appearances
from corpus.collecting.crawl_state import read_source_states, stale
from corpus.index.journal import SEPARATOR
from corpus.language.identity import Match, identify, same_speaker
from corpus.language.speakers import index_key, lookup_keys
from corpus.models import NO_PUBLISHER, Appearance, Coverage, Holdings, Person, Restriction, main_language
from corpus.storage import keys
from corpus.storage.commands import ask, count_keys, used_memory
from corpus.storage.connection import Connection


class CoverageReader:
    """Reader of what the record covers; raises IndexUnavailableError when it does not answer."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    async def coverage(self, speaker: str | None = None, only: Restriction | None = None) -> Coverage:
        """Return what is searched for a quote of this speaker (or of nobody named), with `only` in a part of the record."""
        named = lookup_keys(speaker) if speaker else ()
        statements, updated, sources, first, last, states, *hashes = await ask(
            self._client,
            [
                ("HGET", keys.TOTAL, "statements"),
                ("HGET", keys.TOTAL, "updated"),
                ("HGETALL", keys.SOURCES),
                ("ZSCORE", keys.DAYS, "first"),
                ("ZSCORE", keys.DAYS, "last"),
                ("HGETALL", keys.CRAWL_STATE),
                *_people_commands(named),
            ],
        )
        people = _read_people(hashes)
        old = stale(read_source_states(states).values(), datetime.now(UTC))
        whole = Coverage(
            statements=max(0, int(statements or 0)),
            sources=len(_counts(sources).keys() | set(old)),  # those that were to be read and could not, too
            by_speaker=_count_by(speaker, people) if speaker else None,
            since=_date(first),
            until=_date(last),
            updated=updated.decode() if updated else None,
            stale=old,
            people=people,
        )
        return _within(whole, only, _counts(sources), await self._languages()) if only else whole

    async def _languages(self) -> dict[str, int]:
        (languages,) = await ask(self._client, [("HGETALL", keys.LANGUAGES)])
        return _counts(languages)

    async def holdings(self) -> Holdings:
        """Return the publishers and languages of the record, for people to choose from."""
        (sources,) = await ask(self._client, [("HGETALL", keys.SOURCES)])
        counters = (_counts(sources), await self._languages())
        return Holdings(*(_ranked(counts, but=(NO_PUBLISHER, "")) for counts in counters))

    async def appearances(self, statement: str) -> tuple[Appearance, ...]:
        """Return the documents in which a statement was found, by its id; none where it was loaded from a file."""
        (appearances,) = await Appearances(self._client).of([statement])
        return appearances

    async def speakers(self) -> int:
        """Return the number of names that the record holds statements of."""
        return await count_keys(self._client, keys.surname("") + b"*", "HLEN")

    async def memory(self) -> int | None:
        """Bytes of memory that the record's server uses; None where it does not say."""
        return await used_memory(self._client)

    async def people(self, name: str) -> dict[str, int]:
        """Return the speakers of the record that a name may stand for, with their number of statements."""
        found = _read_people(await ask(self._client, _people_commands(lookup_keys(name))))
        return {person.name: person.statements for person in found if same_speaker(name, person.name)}

    async def roles(self, speakers: Iterable[str]) -> tuple[Person, ...]:
        """Return what the record says of speakers and of those who bear names like theirs."""
        named = tuple(dict.fromkeys(map(index_key, speakers)))
        return _read_people(await ask(self._client, _people_commands(named))) if named else ()


def _people_commands(named: Iterable[str]) -> list[tuple[str, bytes]]:
    return [("HGETALL", key(name)) for name in named for key in (keys.surname, keys.roles)]


def _read_people(hashes: Sequence[object]) -> tuple[Person, ...]:
    """Read speakers with their counts and roles, from the hashes of names and of roles in turn; most statements first."""
    counts: dict[str, int] = {}
    roles: dict[str, list[str]] = {}
    for names, held in zip(hashes[::2], hashes[1::2], strict=True):
        for name, count in _counts(names).items():
            counts[name] = counts.get(name, 0) + count
        for name_and_role in _counts(held):
            name, _, role = name_and_role.partition(SEPARATOR)
            roles.setdefault(name, []).append(role)
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return tuple(Person(name, counts[name], tuple(sorted(roles.get(name, ())))) for name in ordered)


def _count_by(speaker: str, people: Sequence[Person]) -> int:
    """Count the statements of whoever is named; where nobody is for certain, of those who may be meant."""
    roles = {person.name: person.roles for person in people}
    counts = dict.fromkeys(Match, 0)
    for person in people:
        counts[identify(speaker, person.name, None, roles).match] += person.statements
    return counts[Match.SAME] or counts[Match.UNCLEAR]


def _within(
    whole: Coverage, only: Restriction, sources: dict[str, int], languages: dict[str, int]
) -> Coverage:
    """Return the part of a coverage that a restriction admits. A record that was written by an old version does not know its languages."""
    statements = whole.statements
    if only.sources:
        statements = min(statements, sum(sources.get(name, 0) for name in only.sources))
    if only.languages and sum(languages.values()) >= whole.statements:
        admitted = {main_language(tag) for tag in only.languages} | {""}
        statements = min(statements, sum(languages.get(tag, 0) for tag in admitted))
    return Coverage(
        statements=statements,
        sources=len(only.sources) or whole.sources,
        by_speaker=whole.by_speaker,
        since=None,
        until=None,
        updated=whole.updated,
        stale=tuple(name for name in whole.stale if name in only.sources) if only.sources else whole.stale,
        people=whole.people,
    )


def _ranked(counts: dict[str, int], but: tuple[str, ...]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts, key=lambda n: (-counts[n], n)) if name not in but}


def _counts(reply: object) -> dict[str, int]:
    """Return a hash of counters from either protocol version, without those that fell to nought."""
    if isinstance(reply, dict):
        pairs = list(reply.items())
    elif isinstance(reply, list):
        pairs = list(zip(reply[::2], reply[1::2], strict=True))
    else:
        pairs = []
    return {name.decode("utf-8", "replace"): int(count) for name, count in pairs if int(count) > 0}


def _date(score: object) -> str | None:
    """Return an ISO date, perhaps without day or month, from the number YYYYMMDD.

    >>> _date(b"20250900")
    '2025-09'
    """
    if score is None:
        return None
    number = int(float(score.decode() if isinstance(score, bytes) else str(score)))
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    return "-".join(
        [f"{year:04}", *([f"{month:02}"] if month else []), *([f"{day:02}"] if month and day else [])]
    )
