"""The command that looks quotes up: `verify`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.output import report, show, show_json
from bot.cli.run import ANSWERED, command
from bot.settings import Settings
from corpus.errors import QuoteError, ReadError
from corpus.models import Quote
from corpus.verdict import Verdict

if TYPE_CHECKING:
    from handlers.parsing.request import Request

_LONGEST_MESSAGE = 1_000_000  # characters


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `verify`, as typed."""

    quote: str | None
    by: str | None
    since: str | None
    until: str | None
    as_json: bool
    explain: bool
    batch: Path | None


@command("verify", Options)
@click.argument("quote", required=False, metavar="QUOTE")
@click.option("--by", metavar="SPEAKER", help="Who is said to have said it.")
@click.option("--since", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--until", metavar="DATE", help="The same.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@click.option("--explain", is_flag=True, help="Also print which rule decided.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path),
    metavar="IN.jsonl",
    help='Look up each line: {"id", "quote", "speaker"?, …}, or {"id", "message"}, read as in a chat.',
)
async def verify(settings: Settings, options: Options) -> int:
    """Answer one quote, or each line of a batch."""
    from bot.lookup import open_lookup  # here, so that wrong usage is reported at once

    if options.batch:
        return await _answer_batch(settings, options.batch)
    request = _read(options)
    async with open_lookup(settings, hurried=True) as lookup:
        for quote in request.quotes:
            _show(await lookup.verify(quote), options)
    if request.left_out or request.too_long:
        from handlers.parsing.request import LONGEST_QUOTE, MOST_QUOTES
        from handlers.replies.reply import compose_left_out

        report(compose_left_out(request.left_out, request.too_long, MOST_QUOTES, LONGEST_QUOTE).summary)
    return ANSWERED


async def _answer_batch(settings: Settings, path: Path) -> int:
    from bot.lookup import open_lookup
    from corpus.export import verdict_json

    lines = list(_read_batch(path))  # all of it is sound before the first is answered
    async with open_lookup(settings, hurried=True) as lookup:
        for line in lines:
            if line.error:
                show_json({"id": line.id, "n": 1, "error": line.error})
            for number, quote in enumerate(line.quotes, 1):
                answer = verdict_json(await lookup.verify(quote), line.id)
                place = {"n": number} if line.is_message else {}
                left_out = {"left_out": line.left_out} if line.left_out and number == len(line.quotes) else {}
                show_json({"id": answer.pop("id"), **place, **answer, **left_out})
    return ANSWERED


def _read(options: Options) -> "Request":
    """Read what was typed as a chat reads it; raise QuoteError or ReadError where it cannot be looked up."""
    from handlers.parsing.request import parse

    text = (options.quote or "").strip()
    if not text:
        raise QuoteError(
            'nothing to look up. Try: python -m bot verify --by Churchill "We shall fight on the beaches"'
        )
    since, until = _date(options.since, "--since"), _date(options.until, "--until")
    return parse(text, by=options.by, since=since, until=until)


def _show(verdict: Verdict, options: Options) -> None:
    if options.as_json:
        from corpus.export import verdict_json

        show_json({**verdict_json(verdict), **({"trace": list(verdict.trace)} if options.explain else {})})
        return
    from rich.console import Console  # here, for programs ask for JSON

    from handlers.replies.reply import compose
    from handlers.replies.terminal import render

    console = Console(highlight=False)
    speaker = f" — {verdict.quote.speaker}" if verdict.quote.speaker else ""
    show(f"“{verdict.quote.text}”{speaker}")
    console.print(render(compose(verdict)))
    for line in verdict.trace if options.explain else ():
        console.print(f"· {line}", markup=False, style="dim")


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line of a batch asks; `error` says why a message holds no quote to look up."""

    id: str
    quotes: tuple[Quote, ...]
    is_message: bool = False
    left_out: int = 0
    error: str = ""


def _read_batch(path: Path) -> Iterator[_Line]:
    """Read the lines of a batch; raise ReadError, which names the place, for the first that is unsound."""
    from bot.extract import read_lines

    for number, place, fields in read_lines(path):
        words = "message" if "message" in fields and "quote" not in fields else "quote"
        for key in (words, "speaker", "since", "until"):
            if not isinstance(fields.get(key), str) and (key == words or fields.get(key) is not None):
                raise ReadError(place, f"field {key!r} must be a string")
        asked = Quote(
            fields[words],
            fields.get("speaker") or None,
            _date(fields.get("since"), f"{place}, field 'since'"),
            _date(fields.get("until"), f"{place}, field 'until'"),
        )
        read = _read_message if words == "message" else _read_quote
        yield read(str(fields.get("id", number)), asked, place)


def _read_message(id_: str, asked: Quote, place: str) -> _Line:
    """Read a message as a chat reads it, which meets one without a quote with advice."""
    from handlers.parsing.request import parse

    if len(asked.text) > _LONGEST_MESSAGE:
        raise ReadError(
            f"{place}, field 'message'", f"is longer than {_LONGEST_MESSAGE:,} characters: send what matters"
        )
    try:
        request = parse(asked.text, by=asked.speaker, since=asked.since, until=asked.until)
    except QuoteError as error:
        return _Line(id_, (), is_message=True, error=error.advice)
    return _Line(id_, request.quotes, is_message=True, left_out=request.left_out + request.too_long)


def _read_quote(id_: str, asked: Quote, place: str) -> _Line:
    from corpus.verify import check_length
    from handlers.parsing.request import tidy_quote

    try:
        check_length(asked)
    except QuoteError as error:
        raise ReadError(f"{place}, field 'quote'", str(error)) from error
    return _Line(id_, (tidy_quote(asked),))


def _date(value: str | None, where: str) -> str | None:
    parts = (value or "").split("-")
    if value and not (len(parts) <= 3 and len(parts[0]) == 4 and all(p.isdecimal() for p in parts)):
        raise ReadError(where, f"must be YYYY, YYYY-MM or YYYY-MM-DD, not {value[:40]!r}")
    return value or None
