"""Bulks of commands: packed at once they are what the client's own packer makes of them one by one."""

import hiredis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from corpus.errors import IndexUnavailableError
from corpus.index.batches import NewEntries, Postings, make_pending
from corpus.index.compaction import Trim, trim_postings
from corpus.index.journal import EntriesOf
from corpus.models import Statement
from corpus.storage import keys
from corpus.storage.commands import ask_all, post, send_all
from corpus.storage.connection import Bulk

LISTS = st.dictionaries(
    st.integers(0, 2**20 - 1), st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=40)
)


def same(bulk: Bulk) -> None:
    commands = [hiredis.pack_command(command) for command in bulk.commands()]
    assert len(bulk) == len(commands)
    if commands:
        assert sorted(commands) == sorted(_cut(bulk.packed()))


def _cut(packed: bytes) -> list[bytes]:
    reader = hiredis.Reader()
    reader.feed(packed)
    found = []
    while command := reader.gets():
        found.append(hiredis.pack_command(tuple(command)))
    return found


@given(LISTS)
def test_postings_are_packed_as_they_are_sent_one_by_one(lists: dict[int, list[int]]) -> None:
    held = sorted(lists.items())
    buckets = np.array([bucket for bucket, numbers in held for _ in numbers], dtype=np.uint32)
    numbers = np.array([n for _, numbers in held for n in numbers], dtype="<u4")
    if len(buckets):
        same(Postings(buckets, numbers))


@given(st.sets(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
def test_entries_and_their_lookups_are_packed_as_they_are_sent_one_by_one(ids: set[str]) -> None:
    pending = make_pending(Statement(id_, "Ann", "Hello.") for id_ in ids)
    same(NewEntries(pending))
    same(EntriesOf([d.key for d in pending]))


@given(st.sets(st.integers(0, 2**20 - 1), min_size=1))
def test_trimming_is_packed_as_it_is_sent_one_by_one(lists: set[int]) -> None:
    same(Trim(np.array(sorted(lists), dtype="<u4")))


async def test_lists_that_are_trimmed_hold_what_they_held_in_less_room(redis: Redis) -> None:
    held = {keys.posting(n): bytes(range(4 * (n % 60 + 2))) for n in range(0, 2**20, 5_000)}
    for name, numbers in held.items():
        await redis.append(name, numbers[:4])
        await redis.append(name, numbers[4:])
    before = sum([await redis.memory_usage(name) for name in held])
    await trim_postings(redis)
    assert {name: await redis.get(name) for name in held} == held
    assert await redis.dbsize() == len(held)
    assert sum([await redis.memory_usage(name) for name in held]) < 0.9 * before


async def test_a_bulk_that_fails_is_an_error(redis: Redis) -> None:
    pending = make_pending([Statement("1", "Ann", "Hello.")])
    for item in pending:
        await redis.set(keys.statement(item.key), "no hash")
    with pytest.raises(IndexUnavailableError, match="WRONGTYPE"):
        await ask_all(redis, EntriesOf([item.key for item in pending]))
    with pytest.raises(IndexUnavailableError, match="WRONGTYPE"):
        await send_all(redis, NewEntries(pending))
    with pytest.raises(IndexUnavailableError, match="WRONGTYPE"):
        await post(redis, NewEntries(pending))
    assert await redis.ping()
