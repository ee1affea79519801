"""Coverage says what the record holds, and its numbers follow every change."""

import pytest
from redis.asyncio import Redis

from corpus.collecting.coverage import CoverageReader
from corpus.models import Restriction, Source, Statement
from tests.support.record import Record


async def test_an_empty_record_covers_nothing(redis: Redis) -> None:
    coverage = await CoverageReader(redis).coverage("Ann Lee")
    assert (coverage.statements, coverage.sources, coverage.by_speaker) == (0, 0, 0)
    assert (coverage.since, coverage.until, coverage.updated) == (None, None, None)


async def test_coverage_counts_statements_sources_speakers_and_dates(redis: Redis) -> None:
    coverage_reader = CoverageReader(redis)
    await Record(redis).add(
        [
            Statement("1", "President Vladimir Putin", "One thing was said.", Source("A", date="2025-09")),
            Statement("2", "Владимир Путин", "Another was said.", Source("A", date="1999")),
            Statement("3", "Lyudmila Putina", "A third was said.", Source("B", date="2025-09-05")),
            Statement("4", "Ann Lee", "A fourth was said."),
        ]
    )
    coverage = await coverage_reader.coverage("Putin")
    assert (coverage.statements, coverage.sources, coverage.by_speaker) == (4, 3, 2)
    assert (coverage.since, coverage.until) == ("1999", "2025-09-05")
    assert coverage.updated
    assert (await coverage_reader.coverage()).by_speaker is None
    assert await coverage_reader.speakers() == 4
    assert await coverage_reader.people("Putin") == {"President Vladimir Putin": 1, "Владимир Путин": 1}


async def test_memory_is_measured(redis: Redis) -> None:
    assert (await CoverageReader(redis).memory() or 0) > 100_000


async def test_a_restriction_is_covered_by_what_it_lets_in(redis: Redis) -> None:
    coverage_reader, index = CoverageReader(redis), Record(redis)
    await index.add(
        [
            Statement("1", "Ann Lee", "One thing was said.", Source("A"), language="en-GB"),
            Statement("2", "Ann Lee", "Another was said.", Source("A"), language="ru"),
            Statement("3", "Ann Lee", "A third was said.", Source("B")),
        ]
    )
    holdings = await coverage_reader.holdings()
    assert (holdings.sources, holdings.languages) == ({"A": 2, "B": 1}, {"en": 1, "ru": 1})

    async def count(*sources: str, languages: tuple[str, ...] = ()) -> int:
        return (await coverage_reader.coverage("Ann Lee", Restriction(sources, languages))).statements

    assert [await count("A"), await count("A", "B"), await count("C")] == [2, 3, 0]
    assert await count(languages=("en",)) == 2  # the one of which no language is known may be English
    assert await count(languages=("de",)) == 1
    await index.remove(["2", "3"])
    assert (await coverage_reader.holdings()).languages == {"en": 1}
    assert await count(languages=("de",)) == 0
    await redis.delete("{v}:languages")  # as in a record of older books
    assert await count(languages=("de",)) == 1


@pytest.mark.parametrize(
    ("claimed", "speaker"),
    [
        ("Deng Xiaoping", "邓小平"),
        ("鄧小平", "Deng Xiaoping"),
        ("Taro Aso", "麻生太郎"),
        ("麻生太郎", "Taro Aso"),
        ("Gaddafi", "معمر القذافي"),
        ("القذافي", "Moammar Gadhafi"),
        ("Rahul Gandhi", "राहुल गांधी"),
        ("मोदी", "Narendra Modi"),
        ("Samuel Clemens", "Mark Twain"),
        ("Hillary Rodham", "Hillary Clinton"),
        ("Путин", "Vladimir Putin"),
        ("Churchil", "Winston Churchill"),
        ("Amit Shah", "अमित शाह"),
        ("@elonmusk", "Elon Musk"),
        ("Wang Yi", "王毅"),
    ],
)
async def test_a_person_is_counted_by_any_name(redis: Redis, claimed: str, speaker: str) -> None:
    await Record(redis).add(
        [Statement("1", speaker, "One thing was said."), Statement("2", "Ann Lee", "Two.")]
    )
    assert (await CoverageReader(redis).coverage(claimed)).by_speaker == 1


async def test_who_bears_the_name_asked_about_comes_with_roles(redis: Redis) -> None:
    ledger, index = CoverageReader(redis), Record(redis)
    await index.add(
        [
            Statement("1", "Boris Johnson", "One thing was said.", role="Mayor of London"),
            Statement("2", "Boris Johnson", "Another was said.", role="Prime Minister of the United Kingdom"),
            Statement("3", "Lyndon B. Johnson", "A third was said.", role="President of the United States"),
        ]
    )
    people = {person.name: person for person in (await ledger.coverage("President Johnson")).people}
    assert people["Boris Johnson"].roles == ("Mayor of London", "Prime Minister of the United Kingdom")
    assert (await ledger.coverage("President Johnson")).by_speaker == 1
    assert (await ledger.coverage("Johnson")).by_speaker == 3
    await index.remove(["2"])
    (boris,) = [person for person in await ledger.roles(["Boris Johnson"]) if person.name == "Boris Johnson"]
    assert (boris.statements, boris.roles) == (1, ("Mayor of London",))
