"""The buttons under an answer. A button carries the answer's identifier and no word of it. Pure."""

from handlers.messages import say
from handlers.replies.actions import Action, Offer, choose_actions
from handlers.replies.links import permalink
from handlers.replies.reply import Reply
from handlers.slack.elements import Block, button, element

BRIEF, CONTEXT, SHARE, WATCH, UP, DOWN, PERSON, AGAIN, SOURCE, PAGE = (
    "brief",
    "context",
    "share",
    "watch",
    "feedback_up",
    "feedback_down",
    "ask_person",
    "again",
    "other_source",
    "page",
)


def buttons(reply: Reply, offer: Offer) -> list[Block]:
    """Draw the actions under an answer in one row; no row where there are none."""
    elements = [each for action in choose_actions(reply, offer) for each in _draw(action, reply, offer)]
    return [element("actions", elements=elements)] if elements else []


def _draw(action: Action, reply: Reply, offer: Offer) -> list[Block]:
    id_ = reply.again or reply.id
    if action is Action.FEEDBACK:
        return [
            button(UP, "👍", id_, label=say("chats.answer_right")),
            button(DOWN, "👎", id_, label=say("chats.something_wrong_with_answer")),
        ]
    name, key = _BUTTONS[action]
    style = "primary" if action is Action.SHARE else ""
    url = permalink(offer.page, id_) if action is Action.PAGE and not offer.invite else ""
    return [button(name, say(key), id_, style=style, url=url)]


_BUTTONS = {
    Action.SHARE: (SHARE, "chats.share"),
    Action.CONTEXT: (CONTEXT, "chats.context"),
    Action.WATCH: (WATCH, "thread.watch_button"),
    Action.AGAIN: (AGAIN, "thread.check_again"),
    Action.OTHER_SOURCE: (SOURCE, "chats.check_another_source"),
    Action.BRIEF: (BRIEF, "chats.brief"),
    Action.PERSON: (PERSON, "chats.ask_person"),
    Action.PAGE: (PAGE, "chats.page_short"),
}
