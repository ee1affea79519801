"""The command that looks quotes up: `verify`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bot.cli.output import show, show_json
from bot.cli.run import ANSWERED, command
from bot.settings import Settings
from corpus.errors import QuoteError, ReadError
from corpus.models import Quote
from corpus.verdict import Verdict


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
    help='Look up a quote for each line: {"id", "quote", "speaker"?, …}.',
)
async def verify(settings: Settings, options: Options) -> int:
    """Answer one quote, or each line of a batch."""
    from bot.lookup import open_lookup  # here, so that wrong usage is reported at once

    if options.batch:
        from corpus.export import verdict_json

        quotes = list(_read_batch(options.batch))  # all of it is sound before the first is answered
        async with open_lookup(settings, hurried=True) as lookup:
            for id_, quote in quotes:
                show_json(verdict_json(await lookup.verify(quote), id_))
        return ANSWERED
    quotes_asked = _quotes(options)
    async with open_lookup(settings, hurried=True) as lookup:
        for quote in quotes_asked:
            _show(await lookup.verify(quote), options, one_of_many=len(quotes_asked) > 1)
    return ANSWERED


def _quotes(options: Options) -> list[Quote]:
    """Return the quotes that were typed; raise QuoteError or ReadError where they cannot be looked up."""
    from handlers.parsing.request import refuse_address

    text = (options.quote or "").strip()
    if not text:
        raise QuoteError(
            'nothing to look up. Try: python -m bot verify --by Churchill "We shall fight on the beaches"'
        )
    quote = Quote(text, options.by, _date(options.since, "--since"), _date(options.until, "--until"))
    refuse_address(quote.text)
    return [quote] if options.as_json or options.by else _pasted(quote)


def _show(verdict: Verdict, options: Options, *, one_of_many: bool) -> None:
    if options.as_json:
        from corpus.export import verdict_json

        show_json({**verdict_json(verdict), **({"trace": list(verdict.trace)} if options.explain else {})})
        return
    from rich.console import Console  # here, for programs ask for JSON

    from handlers.replies.reply import compose
    from handlers.replies.terminal import render

    console = Console(highlight=False)
    if one_of_many:
        show(f"“{verdict.quote.text}” {verdict.quote.speaker or ''}")
    console.print(render(compose(verdict)))
    for line in verdict.trace if options.explain else ():
        console.print(f"· {line}", markup=False, style="dim")


def _pasted(quote: Quote) -> list[Quote]:
    """Read what was typed as a chat reads it; words without a name and a second quote stay as they are.

    >>> _pasted(Quote("“We shall fight on the beaches” — Churchill"))
    [Quote(text='We shall fight on the beaches', speaker='Churchill', since=None, until=None)]
    >>> [one.text for one in _pasted(Quote("“We shall fight” — Churchill “We shall not” — Halifax"))]
    ['We shall fight', 'We shall not']
    >>> _pasted(Quote("He said “no” and left"))[0].text
    'He said “no” and left'
    """
    from handlers.parsing.request import LONGEST_QUOTE, MOST_QUOTES, parse

    request = parse(quote.text)
    if request.left_out or request.too_long:
        raise QuoteError(
            advice=f"one command looks up {MOST_QUOTES} quotes of {LONGEST_QUOTE:,} characters at most"
        )
    if len(request.quotes) == 1 and not request.quotes[0].speaker:
        return [quote]
    return [
        replace(one, since=quote.since or one.since, until=quote.until or one.until) for one in request.quotes
    ]


def _read_batch(path: Path) -> Iterator[tuple[str, Quote]]:
    from bot.extract import read_lines
    from corpus.verify import check_length

    for number, place, fields in read_lines(path):
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
