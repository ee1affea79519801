"""What a link to an answer's page shows where somebody posts it: the answer, short, and whether it still stands."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from handlers.messages import say
from handlers.ports.answers import Remembered
from handlers.replies.page_access import Access
from handlers.replies.reply import Reply, compose
from handlers.replies.verdict_sentences import HEADLINES

Get = Callable[[str], Awaitable[Remembered | None]]
Invite = Callable[[str], str]

_MOST_STEPS = 20  # from a correction to the next: there is no ring of them, and if there were


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of answers as the chats know them: what a link shows, and how a member gets in."""

    get: Get
    access: Access

    async def preview(self, url: str, chat: str, team: str) -> Reply | None:
        """Return what to show under a link for the people of a workspace; None for what is none of ours or not for them.

        Raises IndexUnavailableError when the record does not answer.
        """
        id_ = self.access.answer_of(url)
        found = await self.get(id_) if id_ else None
        if not found or not self.access.shows(found, chat, team):
            return None
        newest = await self._newest(found)
        return compose_preview(found, newest if newest.id != found.id else None)

    async def _newest(self, found: Remembered) -> Remembered:
        newest = found
        for _ in range(_MOST_STEPS):
            after = await self.get(newest.superseded) if newest.superseded else None
            if not after:
                break
            newest = after
        return newest


def compose_preview(found: Remembered, newest: Remembered | None = None) -> Reply:
    """An answer for who has not asked: headline, summary and the wording; with a mark where a newer one took its place."""
    reply = compose(found.verdict)
    headline, summary = reply.headline, reply.summary
    if found.superseded:
        now = say("thread.answer_now", headline=say(HEADLINES[newest.verdict.rating])) if newest else ""
        headline = say("thread.superseded", headline=headline)
        summary = " ".join(
            part
            for part in (
                say("thread.record_changed_since"),
                now,
                say("thread.answered_before", summary=summary),
            )
            if part
        )
    return replace(
        reply,
        icon="⤵️" if found.superseded else reply.icon,
        headline=headline,
        summary=summary,
        differences=(),
        changes=reply.changes[:3],
        notes=(),
        parts=reply.parts[:3],
        others=(),
        related=(),
    )
