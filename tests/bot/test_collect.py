"""Which sources are collected: those of the catalogue and one's own, all or some."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.collect import collect, forget_others, origins
from bot.settings import Settings
from bot.wiring import open_parts
from corpus.errors import ReadError
from corpus.models import Quote
from corpus.storage import keys
from corpus.verdict import Rating
from corpus.web.fetcher import Fetcher, Limits
from handlers.replies.reply import compose, plain
from tests.corpus.sources.test_catalogue import ONE
from tests.support.sites import Site, answer, running


def test_a_file_of_ones_own_adds_to_the_catalogue(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(ONE)
    assert {origin.name for origin in origins(own)} > {"paper", "un-press"}
    assert [origin.name for origin in origins(own, ["paper", "paper"])] == ["paper"]


def test_what_is_switched_off_is_read_only_when_named(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(ONE + "enabled = false\n")
    assert "paper" not in {origin.name for origin in origins(own)}
    assert [origin.name for origin in origins(own, ["paper"])] == ["paper"]


def test_a_source_that_wants_a_key_is_read_with_it_and_left_out_without() -> None:
    assert "guardian" not in {origin.name for origin in origins(None)}
    (guardian,) = (one for one in origins(None, (), {"guardian": "s3cret"}) if one.name == "guardian")
    now = datetime(2026, 9, 4, tzinfo=UTC)
    assert guardian.address(now).endswith("from-date=2026-09-01&api-key=s3cret")
    assert "s3cret" not in repr(guardian)
    with pytest.raises(ReadError, match="VERBATIM_GUARDIAN_KEY"):
        origins(None, ["guardian"])


@pytest.mark.parametrize(
    ("content", "names", "complaint"),
    [
        pytest.param(ONE, ["nobody"], "no source 'nobody'", id="unknown source"),
        pytest.param(ONE.replace("15m", "soon"), [], "'interval'", id="unsound file"),
        pytest.param(None, [], "cannot be read", id="missing file"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, content: str | None, names: list[str], complaint: str
) -> None:
    own = tmp_path / "own.toml"
    if content:
        own.write_text(content)
    with pytest.raises(ReadError, match=complaint):
        origins(own, names)


@pytest.mark.parametrize(
    ("paths", "read"),
    [
        pytest.param(["good", "bad"], True, id="some could be read"),
        pytest.param(["bad"], False, id="none could be read"),
    ],
)
async def test_reading_once_tells_whether_anything_could_be_read(
    store: Settings, redis: Redis, tmp_path: Path, paths: list[str], read: bool
) -> None:
    told: list[str] = []
    async with (
        running(Site({"/good": answer(b"<rss><channel></channel></rss>")})) as site,
        open_parts(store) as parts,
    ):
        own = tmp_path / "own.toml"
        own.write_text(
            "".join(
                ONE.replace("paper]", f"{p}]").replace("https://paper.example/rss", f"{site.url}/{p}")
                for p in paths
            )
        )
        fetcher = Fetcher(Limits(pause=0.0, tries=1), allow=lambda address: address.is_loopback)
        chosen = origins(own, paths)
        assert await collect(parts, chosen, once=True, report=told.append, fetcher=fetcher) is read
        await forget_others(parts, chosen[:1])
        assert await redis.hkeys(keys.CRAWL_STATE) == [paths[0].encode()]  # type: ignore[misc]
    assert len(told) == len(paths)


@pytest.mark.usefixtures("redis")
async def test_a_source_that_is_down_is_named_in_the_answer(store: Settings, tmp_path: Path) -> None:
    talk = "<p>Ann Lee: We will build the bridge across the strait this year.</p><p>Question: And who pays for it?</p>"
    item = f"<item><link>https://a.example/1</link><description><![CDATA[{talk}]]></description></item>"
    site = Site({"/up": answer(f"<rss><channel>{item}</channel></rss>".encode())})
    async with running(site), open_parts(store) as parts:
        table = ONE.replace('"article"', '"transcript"') + 'body = "feed"\n'
        own = tmp_path / "own.toml"
        own.write_text(
            table.replace("paper]", "up]").replace("https://paper.example/rss", f"{site.url}/up")
            + table.replace("paper]", "down]")
            .replace("https://paper.example/rss", f"{site.url}/down")
            .replace("The Paper", "The Gazette")
        )
        fetcher = Fetcher(Limits(pause=0.0, tries=1), allow=lambda address: address.is_loopback)
        assert await collect(
            parts, origins(own, ["up", "down"]), once=True, report=lambda _: None, fetcher=fetcher
        )
        found = await parts.verifier.verify(
            Quote("We will build the bridge across the strait this year", "Ann Lee")
        )
        assert found.rating is Rating.VERBATIM
        missing = await parts.verifier.verify(
            Quote("Nobody shall ever pay taxes on fresh bread again", "Ann Lee")
        )
        assert missing.rating is Rating.NOT_DOCUMENTED
        assert "The Gazette" in plain(compose(missing))
