"""The actions under an answer, decided once for every chat. Pure; each chat draws them in its own way."""

from dataclasses import dataclass
from enum import Enum

from corpus.verdict import Rating
from handlers.replies.reply import Reply


class Action(Enum):
    """An act of a reader on an answer, in the order in which the actions stand."""

    SHARE = "share"
    CONTEXT = "context"
    WATCH = "watch"
    AGAIN = "again"
    OTHER_SOURCE = "other source"
    BRIEF = "brief"
    PERSON = "person"
    FEEDBACK = "feedback"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The actions that a chat and the settings of a channel have somebody behind.

    `private` is for an answer that its asker alone sees and may share, `reviewers` for a channel that names people to
    ask. `page` is the address of the answers' pages, "" for none; with `invite` an address alone opens nothing:
    whoever presses is handed one. `private_brief` says that a brief may be asked on an answer that one person sees.
    """

    private: bool = False
    context: bool = False
    watch: bool = False
    again: bool = False
    other_source: bool = False
    brief: bool = False
    private_brief: bool = False
    reviewers: bool = False
    feedback: bool = False
    page: str = ""
    invite: bool = False


NOTHING = Offer()


def choose_actions(reply: Reply, offer: Offer) -> tuple[Action, ...]:
    """Return the actions under a reply; none where nothing is remembered, and no finding is made.

    Under a line that leads to an earlier answer, its quote can be checked again, and that is all.

    >>> from handlers.replies.reply import Tone
    >>> line = Reply(None, Tone.UNKNOWN, "", "Checked here before", "", "", again="q3Zk")
    >>> choose_actions(line, Offer(again=True, feedback=True))
    (<Action.AGAIN: 'again'>,)
    """
    if reply.again:
        return (Action.AGAIN,) if offer.again else ()
    if not reply.id or not reply.rating:
        return ()
    public = not offer.private
    applies = {
        Action.SHARE: offer.private,
        Action.CONTEXT: offer.context,
        Action.WATCH: offer.watch and public and reply.rating not in (Rating.VERBATIM, Rating.TOO_SHORT),
        Action.AGAIN: offer.again,
        Action.OTHER_SOURCE: offer.other_source,
        Action.BRIEF: offer.brief
        and (public or offer.private_brief)
        and reply.rating is not Rating.TOO_SHORT,
        Action.PERSON: offer.reviewers and public,
        Action.FEEDBACK: offer.feedback,
        Action.PAGE: bool(offer.page),
    }
    return tuple(action for action in Action if applies[action])
