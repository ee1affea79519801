"""The words for an answer that no longer stands: what changed, why, and the mark on the earlier post. Pure.

A notice is a whole answer of its own, with the change in front; the earlier one keeps every word and is marked.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from corpus.errors import DeliveryError
from corpus.judging.fingerprint import NOTHING_FOUND, fingerprint
from corpus.models import Statement
from corpus.verdict import Evidence, Verdict
from handlers.messages import say
from handlers.ports.address import Address
from handlers.replies.formatting import line, say_date, say_when
from handlers.replies.reply import Reply, compose
from handlers.replies.ui_text import typed
from handlers.replies.verdict_sentences import say_headline

Watch = Callable[[str, Address], Awaitable[str]]
"""A button's work: the id of a remembered answer and where it stands, to the sentence to show."""


class GoneError(DeliveryError):
    """The place is gone for good, or closed to us: nothing will ever be delivered there."""


class Sender(Protocol):
    """Brings words to a place that nobody is asking from just now. Both raise DeliveryError where the chat refuses."""

    async def send(self, address: Address, reply: Reply) -> str:
        """Post a reply in the thread of an address; the chat's name for the post."""

    async def mark(self, address: Address, post: str, reply: Reply) -> None:
        """Put a reply in the place of an earlier post of ours."""


def compose_change(
    before: Verdict, after: Verdict, answered: str, *, watched: bool, held: Sequence[Statement] | None = None
) -> Reply:
    """An answer that takes the place of an earlier one, given at `answered` (ISO).

    `held` are those of the statements that the earlier answer rested on which the record still holds, as they are
    now; None where that is not known.
    """
    reply = compose(after)
    turned_up = before.rating in NOTHING_FOUND and after.rating not in NOTHING_FOUND
    if turned_up:
        icon, front = "🔔", say("thread.turned_up")
    elif before.rating is after.rating:
        icon, front = "🔄", say("thread.update")
    else:
        icon, front = "🔄", say("thread.correction")
    told = (
        say(
            "thread.answered_then",
            when=_capital(say_when(answered)),
            headline=say_headline(before)[1],
        ),
        say_why(before, after, held),
        say("thread.answer_now", headline=say_headline(after)[1])
        if before.rating is not after.rating
        else say("thread.same_rating"),
        say("thread.asked_to_be_told") if watched else "",
    )
    summary = " ".join(part for part in (*told, reply.summary) if part)
    return replace(reply, icon=icon, headline=f"{front}: {reply.headline}", summary=summary)


def _capital(words: str) -> str:
    """A first letter that is a capital; months have theirs already."""
    return words[:1].upper() + words[1:]


def say_why(before: Verdict, after: Verdict, held: Sequence[Statement] | None = None) -> str:
    """Why an answer differs from an earlier one: what came into the record, what left it, or neither."""
    old, new = before.closest, after.closest
    if old and before.rating in NOTHING_FOUND:
        old = None
    if new and after.rating in NOTHING_FOUND:
        new = None
    if old and held is not None:
        now = next((s for s in held if s.id == old.statement.id), None)
        if now is None:
            return say("thread.left_record", naming=_naming(old))
        if old.wording not in now.text:
            return say("thread.words_changed", naming=_naming(old, small=True))
        if now.withdrawn and not old.statement.withdrawn:
            return say("thread.withdrawn", naming=_naming(old), when=say_when(now.withdrawn))
        if now.speaker != old.statement.speaker:
            return say("thread.speaker_changed", naming=_naming(old), speaker=line(now.speaker))
    if new and (old is None or new.statement.id != old.statement.id):
        return say("thread.came_into_record", naming=_naming(new))
    return say("thread.read_differently")


def say_since(before: Verdict, after: Verdict) -> str:
    """Say, beside an earlier answer, whether the record gives the same one now."""
    if fingerprint(before) == fingerprint(after):
        return say("thread.same_answer_now")
    same = before.rating is after.rating
    now = say("thread.same_rating") if same else say("thread.answer_now", headline=say_headline(after)[1])
    return say("thread.record_changed", why=say_why(before, after), now=now)


def say_since_unknown() -> str:
    """Say that the record could not be looked up again."""
    return say("thread.not_checked_again")


def _naming(evidence: Evidence, *, small: bool = False) -> str:
    """A statement by its speaker, publisher and date."""
    statement = evidence.statement
    publisher = (
        say("thread.published_by", publisher=line(statement.source.publisher))
        if statement.source.publisher
        else ""
    )
    when = f" {say_when(statement.source.date)}" if statement.source.date else ""
    speaker = line(statement.speaker)
    if small:
        return say("thread.statement_by_inside", speaker=speaker, when=when, publisher=publisher)
    return say("thread.statement_by", speaker=speaker, when=when, publisher=publisher)


def superseded(before: Verdict, id_: str, when: str) -> Reply:
    """The earlier answer, word for word, with the mark that another has taken its place since `when` (ISO)."""
    reply = compose(before)
    mark = say("thread.superseded_mark", when=say_when(when))
    return replace(
        reply,
        icon="⤵️",
        headline=say("thread.superseded", headline=reply.headline),
        summary=f"{mark} {reply.summary}",
        id=id_,
    )


def say_watching(until: float, chat: str) -> str:
    """Confirm a watch that ends at a time (seconds since 1970)."""
    last = say_date(datetime.fromtimestamp(until, UTC).date().isoformat())
    return say("thread.watching", last=last, typed=typed(chat, "watches"))


def say_watch_gone() -> str:
    """Say that an answer is no longer remembered."""
    return say("thread.watch_gone")
