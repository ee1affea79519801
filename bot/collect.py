"""`collect`: the sources of the catalogue and of the user's own file, read into the record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.wiring import Parts
from corpus.collecting.collector import Collector, Report
from corpus.collecting.crawl_state import CrawlState
from corpus.errors import ReadError
from corpus.sources.catalogue import Origin, built_in, merged, read_catalogue
from corpus.web.fetcher import Fetcher


def origins(
    own: Path | None, names: Sequence[str] = (), secrets: Mapping[str, str] | None = None
) -> tuple[Origin, ...]:
    """Return the sources to collect: all that are enabled, or those named.

    `secrets` holds the keys that services want, by the catalogue's names for them. Raises ReadError where a source
    is not known or lacks its key, or where the file is not sound.
    """
    theirs: tuple[Origin, ...] = ()
    if own:
        try:
            theirs = read_catalogue(str(own), own.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(str(own), f"cannot be read ({error})") from error
    secrets = secrets or {}
    every = [
        replace(origin, secret=secrets.get(origin.key or "", "")) for origin in merged(built_in(), theirs)
    ]
    known = {origin.name: origin for origin in every}
    for name in names:
        if name not in known:
            raise ReadError("collect", f"knows no source {name!r}; known are {', '.join(sorted(known))}")
        if known[name].key and not known[name].secret:
            raise ReadError(
                "collect", f"cannot read {name!r}: set VERBATIM_{str(known[name].key).upper()}_KEY"
            )
    named = tuple(known[name] for name in dict.fromkeys(names))
    return named or tuple(origin for origin in every if origin.enabled and (origin.secret or not origin.key))


async def collect(
    parts: Parts, chosen: Sequence[Origin], *, once: bool, report: Report, fetcher: Fetcher
) -> bool:
    """Read every source that is due, again and again or once; return False where sources were due and none could be read."""
    async with fetcher:
        collector = Collector(parts.writer, CrawlState(parts.store.client), fetcher, report=report)
        if once:
            outcomes = await collector.run_once(chosen)
            return not outcomes or any(outcome.reached for outcome in outcomes)
        await collector.run(chosen)
    return True


async def forget_others(parts: Parts, chosen: Sequence[Origin]) -> None:
    """Forget the sources that are no longer collected; their statements stay."""
    crawl_state = CrawlState(parts.store.client)
    await crawl_state.forget((await crawl_state.known()).keys() - {origin.name for origin in chosen})
