"""The index on a real server: what goes in is found, what is gone is not, and a failure is never an empty answer."""

import asyncio
from dataclasses import replace

import pytest
from redis.asyncio import Redis

from corpus.collecting.coverage import CoverageReader
from corpus.errors import IndexUnavailableError, SettingsError
from corpus.index.journal import check_format
from corpus.index.writer import Added
from corpus.models import Passage, Provenance, Source, Statement
from corpus.storage import keys
from corpus.storage.server import Server
from tests.support.record import Record

SHIPS = Statement("1", "Ann Lee", "We shall build twenty ships before the winter comes.")
TAXES = Statement(
    "2",
    "Bob Ray",
    "Taxes must fall, and the budget must balance.",
    Source(
        "Gazette",
        "A speech",
        "https://example.org/2",
        "https://example.org/2.pdf",
        "2025-09-05",
        Provenance.WIRE,
    ),
    role="Minister",
    language="en",
    translated=True,
    utterance="u-1",
    context="at the harbour",
)


@pytest.fixture
def index(redis: Redis) -> Record:
    return Record(redis)


async def found(index: Record, text: str) -> list[Passage]:
    return await index.windows((await index.search(text)).hits)


async def ids(index: Record, text: str) -> list[str]:
    return [passage.statement.id for passage in await found(index, text)]


async def test_a_statement_is_found_by_some_of_its_words_and_comes_back_as_it_was(index: Record) -> None:
    assert await index.add([SHIPS, TAXES]) == Added(new=2)
    assert [passage.statement for passage in await found(index, "the budget must balance")] == [TAXES]
    assert await ids(index, "they build ships in winter") == ["1"]


async def test_nothing_like_it_is_an_empty_answer(index: Record) -> None:
    assert not (await index.search("anything at all")).hits
    await index.add([SHIPS])
    assert not (await index.search("zebras graze")).hits
    assert not (await index.search("the of and")).hits


async def test_the_same_statement_again_changes_nothing(index: Record, redis: Redis) -> None:
    await index.add([SHIPS, TAXES])
    before = await everything(redis)
    assert await index.add([TAXES, SHIPS, SHIPS]) == Added(same=2)
    assert await everything(redis) == before


async def everything(redis: Redis) -> dict[bytes, bytes]:
    return {name: await redis.dump(name) async for name in redis.scan_iter()}


async def test_a_replaced_statements_old_words_are_no_longer_found(index: Record) -> None:
    await index.add([SHIPS, TAXES])
    new = replace(SHIPS, text="Forty bridges are planned along the river.")
    assert await index.add([new]) == Added(replaced=1)
    assert await ids(index, "build twenty ships before winter") == []
    assert await ids(index, "forty bridges along the river") == ["1"]


async def test_counts_are_right_after_a_replacement(index: Record, redis: Redis) -> None:
    await index.add([SHIPS, TAXES])
    await index.add([replace(SHIPS, speaker="Carl Moe", source=Source("Herald", date="2024-01"))])
    coverage = await CoverageReader(redis).coverage("Ann Lee")
    assert (coverage.statements, coverage.sources, coverage.by_speaker) == (2, 2, 0)
    assert (await CoverageReader(redis).coverage("Moe")).by_speaker == 1


async def test_of_one_id_twice_in_a_batch_the_last_counts(index: Record, redis: Redis) -> None:
    assert await index.add([SHIPS, replace(SHIPS, text="Nothing was promised yesterday.")]) == Added(new=1)
    assert await ids(index, "nothing promised yesterday") == ["1"]
    assert (await CoverageReader(redis).coverage()).statements == 1


async def test_two_loads_at_once_leave_no_statement_twice(index: Record, redis: Redis) -> None:
    many = [Statement(str(n), "Ann Lee", f"Promise number {n} concerns harbour {n * 7}.") for n in range(300)]
    loads = [index.add(many[low : low + 100]) for low in (0, 100, 200, 0, 100, 200)]
    added = sum(await asyncio.gather(*loads), Added())
    assert added.new == 300
    assert added.new + added.same == 600
    assert (await CoverageReader(redis).coverage("Lee")).by_speaker == 300
    for n in (5, 150, 299):
        proposed = await ids(index, f"promise number {n} concerns harbour {n * 7}")
        assert proposed[0] == str(n)
        assert len(set(proposed)) == len(proposed)


async def test_a_passage_of_a_long_speech_comes_with_its_exact_place(index: Record) -> None:
    sentences = [f"In year {n} the council of Elm{n} opened a school.  " for n in range(3_000)]
    speech = Statement("long", "Ann Lee", "".join(sentences))
    await index.add([speech, SHIPS])
    passage = (await found(index, "in year 1777 the council of Elm1777 opened a school"))[0]
    stretch = passage.statement.text
    assert speech.text[passage.offset : passage.offset + len(stretch)] == stretch
    assert "Elm1777 " in stretch
    assert len(stretch) < 2_000
    assert await index.whole([await owner(index, "Elm1777 opened")]) == [speech]


async def owner(index: Record, text: str) -> bytes:
    return (await index.search(text)).hits[0].owner


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        pytest.param("Мы построим двадцать кораблей до зимы.", "кораблями двадцать построим", id="Cyrillic"),
        pytest.param("سوف نبني عشرين سفينة قبل الشتاء.", "عشرين سفينة قبل الشتاء", id="Arabic"),
        pytest.param("我们将在冬天之前建造二十艘船。", "冬天之前建造", id="Chinese"),
        pytest.param("冬が来る前に二十隻の船を建造する。", "二十隻の船を建造", id="Japanese"),
        pytest.param("เราจะสร้างเรือยี่สิบลำก่อนฤดูหนาว", "สร้างเรือยี่สิบลำ", id="Thai"),
        pytest.param("우리는 겨울 전에 배 스무 척을 건조할 것입니다.", "배 스무 척을 건조", id="Korean"),
        pytest.param("Θα κατασκευάσουμε είκοσι πλοία.", "είκοσι πλοία", id="Greek"),
        pytest.param("हम सर्दियों से पहले बीस जहाज बनाएंगे।", "बीस जहाज बनाएंगे", id="Hindi"),
    ],
)
async def test_any_script_is_found(index: Record, said: str, asked: str) -> None:
    await index.add([SHIPS, Statement("x", "Ann Lee", said)])
    assert (await found(index, asked))[0].statement.text == said


@pytest.mark.parametrize("id_", ["a b\n", "ключ/🗝", "\x00", "x" * 5_000, "{v}:total", "\udc80"])
async def test_an_id_may_be_any_string(index: Record, id_: str) -> None:
    odd = replace(SHIPS, id=id_)
    await index.add([odd])
    assert [p.statement for p in await found(index, SHIPS.text)] == [odd]


async def test_the_statements_of_one_utterance_know_each_other(index: Record) -> None:
    other = Statement("3", "Bob Ray", "Les impôts doivent baisser.", utterance="u-1")
    await index.add([TAXES, other, replace(SHIPS, utterance="u-2")])
    assert await index.siblings(TAXES) == [other]
    assert await index.siblings(SHIPS) == []


async def test_what_a_broken_load_left_is_never_answered(index: Record, redis: Redis) -> None:
    await index.add([SHIPS])
    async for name in redis.scan_iter(b"v:i*"):  # the entries are written last: without them nothing exists
        await redis.delete(name)
    assert await ids(index, SHIPS.text) == []


async def test_a_record_that_is_gone_is_an_error_and_never_an_empty_answer() -> None:
    gone = Server.from_url("unix:///nonexistent/server.sock")
    index = Record(gone)
    for question in (index.search("build ships"), index.add([SHIPS]), index.entries([b"12345678"])):
        with pytest.raises(IndexUnavailableError):
            await question
    with pytest.raises(IndexUnavailableError):
        await CoverageReader(gone).coverage()
    await gone.aclose()


async def test_a_value_of_the_wrong_kind_is_an_error_and_never_an_empty_answer(
    index: Record, redis: Redis
) -> None:
    await index.add([SHIPS])
    async for name in redis.scan_iter(b"v:f*"):
        await redis.delete(name)
        await redis.hset(name, "not", "a posting list")
    with pytest.raises(IndexUnavailableError):
        await index.search(SHIPS.text)


@pytest.mark.parametrize(
    ("version", "words"),
    [
        pytest.param(99, "Update the program", id="newer"),
        pytest.param(1, "empty record in REDIS_URL", id="older"),
        pytest.param("beta", "its format is beta", id="unheard of"),
    ],
)
async def test_a_record_of_another_format_is_refused_with_what_to_do(
    index: Record, redis: Redis, version: object, words: str
) -> None:
    await check_format(redis)
    await index.add([SHIPS])
    await check_format(redis)
    await redis.set(keys.FORMAT, str(version))
    with pytest.raises(SettingsError, match=words):
        await check_format(redis)


async def test_a_record_of_the_first_format_is_not_taken_for_an_empty_one(redis: Redis) -> None:
    await redis.set(b"v:format", 1)  # other names of the books: nothing else of it would be seen
    await redis.set(b"v:next", 800)
    with pytest.raises(SettingsError, match="its format is 1, this program writes 2"):
        await check_format(redis)


async def test_what_is_withdrawn_stays_and_remembers_that_and_books_balance(redis: Redis) -> None:
    index = Record(redis)
    await index.add(
        [Statement("1", "Ann", "We shall build many great ships."), Statement("2", "Bob", "Taxes fall.")]
    )
    assert await index.withdraw(["1", "no such"], "2025-09-06") == 1
    (kept,) = await index.whole([keys.identity("1")])
    assert (kept.text, kept.withdrawn) == ("We shall build many great ships.", "2025-09-06")
    assert (await CoverageReader(redis).coverage()).statements == 2
    assert await index.withdraw(["1"], "2025-09-06") == 1
    assert (await CoverageReader(redis).coverage()).statements == 2


async def test_a_withdrawn_statement_that_is_loaded_again_stays_withdrawn(redis: Redis) -> None:
    index = Record(redis)
    await index.add([SHIPS, TAXES])
    await index.withdraw(["1"], "2025-09-06")
    assert await index.add([SHIPS, TAXES]) == Added(same=2)
    assert await index.add([replace(SHIPS, text="We shall build thirty ships.")]) == Added(replaced=1)
    (kept,) = await index.whole([keys.identity("1")])
    assert (kept.text, kept.withdrawn) == ("We shall build thirty ships.", "2025-09-06")
    assert await index.add([replace(kept, withdrawn="2025-10-01")]) == Added(replaced=1)
    assert await index.add([SHIPS], {"1": {"2025-09-06"}}) == Added(replaced=1)
    assert await index.add([SHIPS], {"1": {"2025-10-01"}}) == Added(replaced=1)
    (stands,) = await index.whole([keys.identity("1")])
    assert stands == SHIPS


async def test_what_is_gone_counts_for_nothing_before_its_room_is_given_back(redis: Redis) -> None:
    index = Record(redis, limit=5)
    words = "We shall build twenty ships before the winter comes to our harbour and every town will help."
    gone = [Statement(f"gone-{n}", "Ann Lee", words) for n in range(60)]
    near = Statement("near", "Ann Lee", "Every town will come to the meeting.")
    await index.add(gone)
    await index.add([near])
    for n in range(5):
        await index.add([replace(SHIPS, text=words, role=f"Minister {n}")])
    await index.remove([s.id for s in gone])
    found = await index.search(words)
    assert len(found.hits) == len({hit.owner for hit in found.hits}) == 2
    assert not found.cut_short
    assert await ids(index, words) == ["1", "near"]
    await index.remove(["1"])
    assert await ids(index, words) == ["near"]
    assert len((await index.search(words)).hits) == 1


@pytest.mark.parametrize("tidied", [False, True], ids=["its old words there still", "its room given back"])
async def test_a_statement_that_is_replaced_while_it_is_looked_for_is_found(
    redis: Redis, monkeypatch: pytest.MonkeyPatch, tidied: bool
) -> None:
    index, other = Record(redis), Record(redis)
    await index.add([SHIPS])
    roles = iter(range(100))
    read, left = index._fetch, 3

    async def fetch(*of: object, settled: bool) -> object:
        nonlocal left
        if left:
            left -= 1
            await other.add([replace(SHIPS, role=f"Minister {next(roles)}")])
            if tidied:
                await other.tidy()
        return await read(*of, settled=settled)  # type: ignore[arg-type]

    monkeypatch.setattr(index, "_fetch", fetch)
    found = await index.search(SHIPS.text)
    assert [hit.text for hit in found.hits] == [SHIPS.text]
    await other.add([replace(SHIPS, role="Minister of all")])
    await other.tidy()
    (window,) = await index.windows(found.hits)
    assert (window.statement.text, window.statement.role) == (SHIPS.text, "Minister of all")
    left = 1_000
    with pytest.raises(IndexUnavailableError, match="again and again"):
        await index.search(SHIPS.text)


async def test_where_the_rarest_words_bring_nothing_like_it_more_is_read(redis: Redis) -> None:
    decoy, right = Statement("d", "Cy Fox", "A zebra."), Statement("r", "Di Hall", "A harbour; the winter.")
    others = [Statement(f"o{n}", "Di Hall", f"{'Winter' if n % 2 else 'Harbour'} {n}.") for n in range(30)]
    await Record(redis).add([decoy, right, *others])
    assert await ids(Record(redis, budgets=(2,)), "winter zebra harbour") == ["d"]
    assert "r" in await ids(Record(redis, budgets=(2, 1_000)), "winter zebra harbour")
    assert await ids(Record(redis, budgets=(2, 1_000)), "zebra") == ["d"]


@pytest.mark.parametrize(
    "budgets", [(1_000,), (150, 1_000)], ids=["in what was read", "in what was left unread"]
)
async def test_what_is_gone_hides_nothing_that_is_far_less_like_it(
    redis: Redis, monkeypatch: pytest.MonkeyPatch, budgets: tuple[int, ...]
) -> None:
    monkeypatch.setattr("corpus.search.scoring._FEW_POSTINGS", 1)
    index = Record(redis, budgets=budgets, limit=5)
    words = "Zebras graze quietly beneath crooked willows; every town will help."
    gone = [Statement(f"gone-{n}", "Ann Lee", words) for n in range(12)]
    others = [Statement(f"o{n}", "Di Hall", f"The town, {n}.") for n in range(30)]
    await index.add([*gone, *others, Statement("near", "Ann Lee", "Every town will come to the meeting.")])
    assert "near" not in await ids(index, words)
    await index.remove([s.id for s in gone])
    await index.tidy()
    assert (await ids(index, words))[0] == "near"


async def test_what_is_far_behind_the_best_is_there_where_it_is_asked_for(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.search.scoring._FEW_POSTINGS", 1)
    index = Record(redis)
    words = "Zebras graze quietly beneath crooked willows"
    others = [
        Statement(f"o{n}", "Di Hall", f"The {n} towns of {word}.") for n, word in enumerate(words.split())
    ]
    await index.add([*others, *(Statement(f"s{n}", "Ann Lee", f"{words}, {n}.") for n in range(20))])
    near, far = await index.search(words), await index.search(words, far=True)
    assert {hit.text[0] for hit in near.hits} == {"Z"}
    assert {hit.number for hit in near.hits} < {hit.number for hit in far.hits}


async def test_lists_that_are_swept_while_they_are_read_bring_nothing(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Record(redis, budgets=(1, 2))
    await index.add([SHIPS, TAXES, replace(SHIPS, id="3")])
    read = index._postings

    async def swept(*of: object) -> object:
        await redis.unlink(*await redis.keys("v:f*"))
        return await read(*of)  # type: ignore[arg-type]

    monkeypatch.setattr(index, "_postings", swept)
    assert (await index.search("taxes, and the ships of winter")).hits == ()
