"""What is said when an answer no longer stands: what changed, why, and the mark on the earlier post. Pure.

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
from handlers.ports.address import Address
from handlers.replies.formatting import line, say_date, say_when
from handlers.replies.reply import Reply, compose
from handlers.replies.ui_text import typed
from handlers.replies.verdict_sentences import say_headline

WATCH_BUTTON = "Tell this thread if it turns up"
CHECK_AGAIN = "Check again"

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


_SAME_RATING = "The rating is the same, but it rests on something else now."


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
        icon, front = "🔔", "It turned up"
    elif before.rating is after.rating:
        icon, front = "🔄", "Update"
    else:
        icon, front = "🔄", "Correction"
    told = (
        f"{_capital(say_when(answered))} I answered “{say_headline(before)[1]}”.",
        say_why(before, after, held),
        f"The answer is now “{say_headline(after)[1]}”."
        if before.rating is not after.rating
        else _SAME_RATING,
        "Somebody here asked to be told." if watched else "",
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
            return f"{_naming(old)} is no longer in the record; whether its source took it back, the record does not say."
        if old.wording not in now.text:
            return f"The words of {_naming(old, small=True)} were changed in the record."
        if now.withdrawn and not old.statement.withdrawn:
            return f"{_naming(old)} was corrected or removed by its source, known {say_when(now.withdrawn)}."
        if now.speaker != old.statement.speaker:
            return f"{_naming(old)} is now on record as {line(now.speaker)}’s."
    if new and (old is None or new.statement.id != old.statement.id):
        return f"{_naming(new)} is in the record now; the earlier answer was given without it."
    return "The record reads the same statements differently now, for example because two names are known to be one speaker."


def say_since(before: Verdict, after: Verdict) -> str:
    """Say, beside an earlier answer, whether the record gives the same one now."""
    if fingerprint(before) == fingerprint(after):
        return "The record gives the same answer now."
    same = before.rating is after.rating
    now = _SAME_RATING if same else f"The answer is now “{say_headline(after)[1]}”."
    return f"The record has changed. {say_why(before, after)} {now}"


def say_since_unknown() -> str:
    """Say that the record could not be looked up again."""
    return "I could not check whether the record gives the same answer now."


def _naming(evidence: Evidence, *, small: bool = False) -> str:
    """A statement by its speaker, publisher and date."""
    statement = evidence.statement
    publisher = f", published by {line(statement.source.publisher)}," if statement.source.publisher else ""
    when = f" {say_when(statement.source.date)}" if statement.source.date else ""
    return f"{'a' if small else 'A'} statement by {line(statement.speaker)}{when}{publisher}"


def superseded(before: Verdict, id_: str, when: str) -> Reply:
    """The earlier answer, word for word, with the mark that another has taken its place since `when` (ISO)."""
    reply = compose(before)
    mark = f"Superseded {say_when(when)}: a newer answer stands further down in this thread. What follows is the earlier one, unchanged."
    return replace(
        reply, icon="⤵️", headline=f"Superseded: {reply.headline}", summary=f"{mark} {reply.summary}", id=id_
    )


def say_watching(until: float, chat: str) -> str:
    """Confirm a watch that ends at a time (seconds since 1970)."""
    last = say_date(datetime.fromtimestamp(until, UTC).date().isoformat())
    return (
        f"I will tell this thread if it turns up, until {last}. "
        f"To see what is watched here, or to end a watch: {typed(chat, 'watches')}."
    )


def say_watch_gone() -> str:
    """Say that an answer is no longer remembered."""
    return "I no longer remember this answer, so I cannot watch it. Ask again, and use the button under the new answer."
