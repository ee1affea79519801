"""The command line: one command for each thing that the program does.

Exit codes: 0 answered, whatever the rating; 2 wrong usage or bad input, and nothing was changed; 3 the record or a
needed service could not be reached.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import extract, load
from bot.cli import access, briefs, teams
from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.collecting.crawl_state import Visits
from corpus.errors import FactCheckError, QuoteError, ReadError, SettingsError
from corpus.export import coverage_json, verdict_json
from corpus.index.retention import read_retention
from corpus.models import Quote
from corpus.verdict import Verdict
from corpus.verify import check_length
from handlers.parsing.request import LONGEST_QUOTE, MOST_QUOTES, parse, refuse_address
from handlers.replies.reply import compose
from handlers.replies.terminal import render

ANSWERED, WRONG, UNREACHABLE = 0, 2, 3

Command = Callable[[argparse.Namespace, Settings], Coroutine[Any, Any, int]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    errors = Console(stderr=True, highlight=False)
    try:
        with _plain_interrupt():
            command: Command = options.command
            code = asyncio.run(command(options, Settings.read()))
        sys.stdout.flush()  # here, where a reader that went away is met
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except (ReadError, QuoteError, SettingsError) as error:
        said = error.advice if isinstance(error, QuoteError) else error
        errors.print(f"verbatim: {said}", markup=False, soft_wrap=True)
        return WRONG
    except FactCheckError as error:
        errors.print(f"verbatim: {error.advice}", markup=False, soft_wrap=True)
        if str(error) != error.advice:
            errors.print(f"({error})", markup=False, soft_wrap=True)
        return UNREACHABLE
    except KeyboardInterrupt:
        errors.print("verbatim: stopped", markup=False)
        return 130
    return code


@contextlib.contextmanager
def _plain_interrupt() -> Iterator[None]:
    """A request to end from outside is an interrupt: what is open is closed."""
    before = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _add_corrections(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    forget = commands.add_parser("forget", help="take statements out of the record, by their ids")
    forget.add_argument("ids", nargs="+", metavar="ID")
    forget.set_defaults(command=_forget)
    withdraw = commands.add_parser("withdraw", help="mark statements as corrected or removed by their source")
    withdraw.add_argument("ids", nargs="+", metavar="ID")
    withdraw.add_argument("--on", metavar="DATE", help="when that was seen, YYYY-MM-DD (today)")
    withdraw.set_defaults(command=_withdraw)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Look up what people are quoted as saying in a record of public statements.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="try it: the starter record and a local chat page")
    demo.add_argument("--no-browser", action="store_true", help="do not open a browser")
    demo.add_argument("--port", type=int, help="port of the page (any free one)")
    demo.set_defaults(command=_demo)

    serve = commands.add_parser("serve", help="run the bot on the chats that are configured")
    serve.set_defaults(command=_serve)

    load = commands.add_parser(
        "load", help="import statements: .jsonl, .csv, .txt, .srt, .vtt, each also .gz"
    )
    load.add_argument("files", nargs="*", type=Path, metavar="FILE")
    load.add_argument("--starter", action="store_true", help="the statements that come with the program")
    load.set_defaults(command=_load)

    collect = commands.add_parser("collect", help="read the sources of the catalogue into the record")
    collect.add_argument("sources", nargs="*", metavar="SOURCE", help="only these (all)")
    collect.add_argument("--once", action="store_true", help="every source that is due, once")
    collect.set_defaults(command=_collect)

    verify = commands.add_parser("verify", help="look one quote up, or many")
    verify.add_argument("quote", nargs="?", metavar="QUOTE")
    verify.add_argument("--by", metavar="SPEAKER", help="who is said to have said it")
    verify.add_argument("--since", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD")
    verify.add_argument("--until", metavar="DATE")
    verify.add_argument("--json", action="store_true", help="one line of JSON")
    verify.add_argument("--explain", action="store_true", help="also print which rule decided")
    verify.add_argument(
        "--batch", type=Path, metavar="IN.jsonl", help='lines of {"id", "quote", "speaker"?, …}'
    )
    verify.set_defaults(command=_verify)

    briefs.register(commands)
    access.register(commands)
    teams.register(commands)

    read = commands.add_parser("read", help="show what a document would yield, without storing it")
    read.add_argument(
        "document", nargs="?", metavar="FILE|URL", help="a file, an address, or - for standard input"
    )
    read.add_argument("--as", dest="kind", choices=extract.KINDS, help="what it is (by its ending)")
    read.add_argument("--json", action="store_true", help="one line of JSON for each statement")
    read.add_argument("--batch", type=Path, metavar="IN.jsonl", help='lines of {"id", "text"}')
    read.set_defaults(command=_read)

    status = commands.add_parser("status", help="what the record holds")
    status.add_argument("--json", action="store_true", help="one line of JSON")
    status.set_defaults(command=_status)

    doctor = commands.add_parser("doctor", help="check the record and mend it; safe beside a working bot")
    doctor.add_argument("--json", action="store_true", help="one line of JSON")
    doctor.set_defaults(command=_doctor)

    _add_corrections(commands)

    keep = commands.add_parser("keep", help="drop the oldest statements of the record")
    keep.add_argument("--months", type=int, metavar="N", help="keep what was collected in the last N months")
    keep.add_argument("--under", metavar="SIZE", help="keep the record under so much memory: 4GB, 500MB")
    keep.add_argument("--pin", action="append", default=[], metavar="PUBLISHER", help="whose statements stay")
    keep.set_defaults(command=_keep)
    return parser


# --- verify --------------------------------------------------------------------------------------------------


async def _verify(options: argparse.Namespace, settings: Settings) -> int:
    if options.batch:
        quotes = list(_read_batch(options.batch))  # all of it is sound before the first is answered
        async with open_parts(settings, hurried=True) as parts:
            for id_, quote in quotes:
                print(_line(verdict_json(await parts.verify(quote), id_)), flush=False)
        return ANSWERED
    if not options.quote or not options.quote.strip():
        raise QuoteError(
            'nothing to look up. Try: python -m bot verify --by Churchill "We shall fight on the beaches"'
        )
    quote = Quote(
        options.quote.strip(), options.by, _date(options.since, "--since"), _date(options.until, "--until")
    )
    refuse_address(quote.text)
    asked = [quote] if options.json or options.by else _pasted(quote)
    async with open_parts(settings, hurried=True) as parts:
        for one in asked:
            _show(await parts.verify(one), options, one_of_many=len(asked) > 1)
    return ANSWERED


def _show(verdict: Verdict, options: argparse.Namespace, *, one_of_many: bool) -> None:
    if options.json:
        print(_line({**verdict_json(verdict), **({"trace": list(verdict.trace)} if options.explain else {})}))
        return
    console = Console(highlight=False)
    if one_of_many:
        console.print(f"“{verdict.quote.text}” {verdict.quote.speaker or ''}", markup=False, soft_wrap=True)
    console.print(render(compose(verdict)))
    for line in verdict.trace if options.explain else ():
        console.print(f"· {line}", markup=False, style="dim")


def _pasted(quote: Quote) -> list[Quote]:
    """What a person at a terminal pastes, as a chat reads it; words that bring no name and no second quote, as given.

    >>> _pasted(Quote("“We shall fight on the beaches” — Churchill"))
    [Quote(text='We shall fight on the beaches', speaker='Churchill', since=None, until=None)]
    >>> [one.text for one in _pasted(Quote("“We shall fight” — Churchill “We shall not” — Halifax"))]
    ['We shall fight', 'We shall not']
    >>> _pasted(Quote("He said “no” and left"))[0].text
    'He said “no” and left'
    """
    found = parse(quote.text)
    if found.left_out or found.too_long:
        raise QuoteError(
            advice=f"one command looks up {MOST_QUOTES} quotes of {LONGEST_QUOTE:,} characters at most"
        )
    if len(found.quotes) == 1 and not found.quotes[0].speaker:
        return [quote]
    return [
        replace(one, since=quote.since or one.since, until=quote.until or one.until) for one in found.quotes
    ]


def _read_batch(path: Path) -> Iterator[tuple[str, Quote]]:
    for number, place, fields in extract.read_lines(path):
        for key in ("quote", "speaker", "since", "until"):
            if not isinstance(fields.get(key), str) and (key == "quote" or fields.get(key) is not None):
                raise ReadError(place, f"field {key!r} must be a string")
        quote = Quote(
            fields["quote"],
            fields.get("speaker") or None,
            _date(fields.get("since"), f"{place}, field 'since'"),
            _date(fields.get("until"), f"{place}, field 'until'"),
        )
        try:
            check_length(quote)
        except QuoteError as error:
            raise ReadError(f"{place}, field 'quote'", str(error)) from error
        yield str(fields.get("id", number)), quote


def _date(value: str | None, where: str) -> str | None:
    parts = (value or "").split("-")
    if value and not (len(parts) <= 3 and len(parts[0]) == 4 and all(p.isdecimal() for p in parts)):
        raise ReadError(where, f"must be YYYY, YYYY-MM or YYYY-MM-DD, not {value[:40]!r}")
    return value or None


def _line(fields: dict[str, Any]) -> str:
    """One line of JSON; half of a surrogate pair, which UTF-8 cannot hold, stays escaped."""
    text = json.dumps(fields, ensure_ascii=False)
    return text if text.isascii() or _encodable(text) else json.dumps(fields)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# --- read ----------------------------------------------------------------------------------------------------


async def _read(options: argparse.Namespace, _: Settings) -> int:
    if bool(options.document) == bool(options.batch):
        raise ReadError("read", "needs one FILE or URL (- for standard input) or --batch IN.jsonl")
    if options.batch:
        lines = extract.read_batch(options.batch, options.kind)
    elif extract.is_url(options.document):
        from corpus.web.fetcher import fetch_one  # here, for the network parts take long to start

        lines = extract.read_fetched(await fetch_one(options.document), options.kind)
    else:
        lines = extract.read(options.document, options.kind)
    console = Console(highlight=False)
    for line in lines:
        if options.json:
            print(_line(line))
        else:
            console.print(
                f"{line['speaker'] or '(unresolved)'}: {line['text']}", markup=False, soft_wrap=True
            )
    return ANSWERED


# --- load and status -----------------------------------------------------------------------------------------


async def _load(options: argparse.Namespace, settings: Settings) -> int:
    if not options.files and not options.starter:
        raise ReadError("load", "names no FILE; give one, or --starter")
    with _progress() as progress:
        checking = progress.add_task("checking", total=None)
        count = load.check(options.files, lambda n: progress.update(checking, completed=n))
        progress.remove_task(checking)
        async with open_parts(settings) as parts:
            statements = _all_statements(options)
            task = progress.add_task("loading", total=count + (len(load.starter()) if options.starter else 0))
            try:
                added = await load.load(
                    parts.writer, statements, lambda n: progress.update(task, completed=n)
                )
            except asyncio.CancelledError:
                said = "what is in is sound; the same command carries on"
                Console(stderr=True, highlight=False).print(said)
                raise
    Console(stderr=True, highlight=False).print(
        f"{added.new:,} new, {added.replaced:,} replaced, {added.same:,} unchanged"
    )
    return ANSWERED


async def _collect(options: argparse.Namespace, settings: Settings) -> int:
    from bot import collect  # here, for the network parts take long to start
    from corpus.web.fetcher import Fetcher

    chosen = collect.origins(settings.sources, options.sources, settings.secrets)
    async with open_parts(settings) as parts:
        if not options.sources:
            await collect.forget_others(parts, chosen)
        with _progress() as progress:
            task = progress.add_task("sources", total=len(chosen) if options.once else None)

            def tell(line: str) -> None:
                progress.console.print(line, markup=False, soft_wrap=True, highlight=False)
                progress.advance(task)

            read = await collect.collect(parts, chosen, once=options.once, tell=tell, fetcher=Fetcher())
    return ANSWERED if read else UNREACHABLE


def _all_statements(options: argparse.Namespace) -> Iterator[Any]:
    if options.starter:
        yield from load.starter()
    for path in options.files:
        yield from load.read_file(path)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


async def _status(options: argparse.Namespace, settings: Settings) -> int:
    async with open_parts(settings, hurried=True) as parts:
        facts = await _facts(parts)
    if options.json:
        print(_line(facts))
        return ANSWERED
    console = Console(highlight=False)
    for visited in facts.pop("collected"):
        when = visited["succeeded"] or "never"
        when += f", events to come: {visited['events']}" if visited["calendar"] else ""
        trouble = f" · {visited['error']}" if visited["error"] else ""
        console.print(f"{visited['source']:>28}  read {when}{trouble}", markup=False, soft_wrap=True)
    for name, value in facts.items():
        shown = ", ".join(value) if isinstance(value, list) else value
        console.print(f"{name:>12}  {'–' if shown in (None, '') else shown}", markup=False)
    return ANSWERED


async def _facts(parts: Parts) -> dict[str, Any]:
    coverage = coverage_json(await parts.ledger.coverage())
    del coverage["by_speaker"]
    return {
        **coverage,
        "speakers": await parts.ledger.speakers(),
        "memory": await parts.ledger.memory(),
        "collected": [
            {"source": name} | asdict(visit)
            for name, visit in sorted((await Visits(parts.store.client).known()).items())
        ],
        "server": parts.store.label,
    }


async def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    with _progress() as progress:
        task = progress.add_task("looking", total=None)
        async with open_parts(settings) as parts:
            findings = await parts.writer.doctor(lambda part: progress.update(task, description=part))
    if options.json:
        print(_line(asdict(findings)))
    else:
        Console(highlight=False).print("\n".join(findings.lines()), markup=False)
    return ANSWERED


async def _forget(options: argparse.Namespace, settings: Settings) -> int:
    async with open_parts(settings) as parts:
        removed = await parts.writer.remove(options.ids)
        await parts.writer.tidy()
    Console(stderr=True, highlight=False).print(f"{removed:,} of {len(options.ids):,} removed")
    return ANSWERED


async def _withdraw(options: argparse.Namespace, settings: Settings) -> int:
    try:
        on = date.fromisoformat(options.on) if options.on else datetime.now(UTC).date()
    except ValueError as error:
        raise ReadError("withdraw", f"--on must be a date, YYYY-MM-DD, not {options.on[:40]!r}") from error
    async with open_parts(settings) as parts:
        found = await parts.writer.withdraw(options.ids, on.isoformat())
        await parts.writer.tidy()
    Console(stderr=True, highlight=False).print(f"{found:,} of {len(options.ids):,} marked as withdrawn")
    return ANSWERED


async def _keep(options: argparse.Namespace, settings: Settings) -> int:
    retention = read_retention(options.months, options.under, options.pin)
    with _progress() as progress:
        task = progress.add_task("removing", total=None)
        async with open_parts(settings) as parts:
            removed = await parts.writer.expire(retention, lambda n: progress.update(task, completed=n))
    Console(stderr=True, highlight=False).print(f"{removed:,} removed")
    return ANSWERED


# --- demo and serve ------------------------------------------------------------------------------------------


async def _demo(options: argparse.Namespace, settings: Settings) -> int:
    from bot.serve import demo  # here, for the web parts cost half a second at start-up

    return await demo(settings, port=options.port, browser=not options.no_browser)


async def _serve(_: argparse.Namespace, settings: Settings) -> int:
    from bot.serve import serve  # as above

    return await serve(settings)
