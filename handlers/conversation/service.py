"""The one flow of an answer: text in, replies out, for every chat alike.

`text → request → verdict → reply`: a quote that could not be looked up becomes a reply that says so, never one that
says "not documented".
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from corpus.errors import FactCheckError
from corpus.models import Quote, Restriction
from corpus.related.events import Agenda
from corpus.sources.catalogue import Origin, built_in
from corpus.verdict import Subject, Verdict
from handlers.briefs.attachment import attach
from handlers.briefs.brief import Brief, compose_brief
from handlers.briefs.render import shorten
from handlers.commands.brief import parse_brief
from handlers.commands.watches import compose_watches, parse_watches
from handlers.parsing.request import LONGEST_QUOTE, MOST_QUOTES, parse
from handlers.ports.address import Address
from handlers.ports.answers import Memory
from handlers.ports.observing import failure
from handlers.ports.preferences import Preferences
from handlers.ports.recall import EarlierAnswers
from handlers.ports.watches import Watches
from handlers.replies.recall import Recall, compose_recall, without_again
from handlers.replies.reply import Reply, compose, compose_error, compose_help, compose_left_out

Verify = Callable[[Quote], Awaitable[Verdict]]
Remember = Callable[[Verdict], Awaitable[str]]

log = logging.getLogger(__name__)

_HELP = frozenset({"help", "/help", "?", "-h", "--help"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSources:
    """The look-ups that a brief is made from. Each raises IndexUnavailableError when it cannot look."""

    verify: Verify
    find_subject: Callable[[Verdict], Awaitable[Subject]]
    read_agenda: Callable[[datetime], Awaitable[Agenda]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The answers to what people write, each remembered for as long as its channel wants."""

    verify: Verify
    brief_sources: BriefSources
    memory: Memory
    watches: Watches
    earlier: EarlierAnswers

    async def answer(
        self,
        text: str,
        asker: Address | None = None,
        preferences: Preferences | None = None,
        *,
        anew: bool = False,
    ) -> tuple[Reply, ...]:
        """Answer a text; with an asker the answers are remembered, and followed when the record changes.

        `anew` answers in full what was answered in that channel before.
        """
        wanted = preferences or Preferences()
        try:
            if other := await self._run_command(text, asker, wanted):
                return (other,)
        except FactCheckError as error:
            log.warning("could not look", extra=failure(error))
            return (compose_error(error, text),)
        if not asker:
            return await answer(text, self.verify, only=wanted.only)
        question, again = without_again(text)
        recall = None if again or anew else partial(self._recall, asker)
        return await answer(
            question, self.verify, partial(self._remember, asker, wanted.days), recall, wanted.only
        )

    async def check(self, quote: Quote, asker: Address, preferences: Preferences) -> Reply:
        """Answer one quote anew, looked for where the quote itself says, and remember the answer."""
        return await answer_quote(quote, self.verify, partial(self._remember, asker, preferences.days))

    async def brief(self, quote: Quote, origins: Sequence[Origin] | None = None) -> Brief:
        """Compose the brief on a quote; raises IndexUnavailableError when the record does not answer."""
        verdict = await self.brief_sources.verify(quote)
        subject = await self.brief_sources.find_subject(verdict)
        agenda = await self.brief_sources.read_agenda(datetime.now(UTC))
        return compose_brief(verdict, subject, built_in() if origins is None else origins, agenda)

    async def brief_reply(self, quote: Quote) -> Reply:
        """Shorten a brief for a thread and attach the whole of it; raises IndexUnavailableError."""
        brief = await self.brief(quote)
        attached = await asyncio.to_thread(attach, brief)
        log.info("answered with a brief", extra={"rating": brief.verdict.rating})
        return replace(shorten(brief), attached=attached)

    async def _run_command(self, text: str, asker: Address | None, wanted: Preferences) -> Reply | None:
        """Answer what is no quote to check: a brief, or the watches of a channel; None where it is neither."""
        if quote := parse_brief(text):
            return await self.brief_reply(replace(quote, only=wanted.only))
        command = parse_watches(text) if asker else None
        if not command or not asker:
            return None
        watches = await self.watches.listed(asker)
        if command.end is None or not 0 < command.end <= len(watches):
            return compose_watches(watches, asker.chat)
        ended = watches.pop(command.end - 1)
        await self.watches.unwatch(ended.id, asker)
        return compose_watches(watches, asker.chat, ended.quote.text)

    async def _remember(self, asker: Address, days: int, verdict: Verdict) -> str:
        """Keep an answer, follow it as long as it is kept, and note it as the channel's."""
        id_ = await self.memory.keep(verdict, asker, days)
        await self.watches.follow(id_, verdict, days)
        await self.earlier.note(asker, verdict.quote, id_)
        return id_

    async def _recall(self, asker: Address, quote: Quote) -> Reply | None:
        """Return the line that leads to an earlier answer in the channel; None where there is none."""
        remembered = await self.earlier.find(asker, quote)
        return compose_recall(remembered) if remembered else None


async def answer(
    text: str,
    verify: Verify,
    remember: Remember | None = None,
    recall: Recall | None = None,
    only: Restriction | None = None,
) -> tuple[Reply, ...]:
    """Answer each quote of a text, one after another; never an empty answer.

    An empty or absurd text gets one reply that says what to type; a last one names the quotes beyond the limits.
    `remember` keeps a verdict and gives the identifier that its reply carries; `recall` gives the line that stands for
    an answer where the same was asked here before; `only` is where alone the quotes are looked for.
    """
    if text.strip().lower() in _HELP:
        return (compose_help(),)
    try:
        request = parse(text)
    except FactCheckError as error:
        return (compose_error(error, text),)
    quotes = [replace(quote, only=only) if only else quote for quote in request.quotes]
    replies = [await answer_quote(quote, verify, remember, recall) for quote in quotes]
    if request.left_out or request.too_long:
        replies.append(compose_left_out(request.left_out, request.too_long, MOST_QUOTES, LONGEST_QUOTE))
    return tuple(replies)


async def answer_quote(
    quote: Quote, verify: Verify, remember: Remember | None = None, recall: Recall | None = None
) -> Reply:
    """Answer one quote; an outage is a reply of its own kind."""
    try:
        if recall and (earlier := await recall(quote)):
            log.info("answered with an earlier answer")
            return earlier
    except FactCheckError as error:
        log.warning("could not look", extra=failure(error))
        return compose_error(error, quote.text, quote.speaker)
    try:
        verdict = await verify(quote)
    except FactCheckError as error:
        return compose_error(error, quote.text, quote.speaker)
    reply = compose(verdict)
    return replace(reply, id=await _remembered(verdict, remember)) if remember else reply


async def _remembered(verdict: Verdict, remember: Remember) -> str:
    """Return the identifier of a verdict; "" where it could not be remembered, which must not cost the answer."""
    try:
        return await remember(verdict)
    except (FactCheckError, UnicodeEncodeError) as error:  # half of a surrogate pair cannot be written down
        log.warning("an answer was not remembered", extra={"error": type(error).__name__})
        return ""
