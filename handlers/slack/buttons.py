"""The buttons under an answer. A button carries the answer's identifier and no word of it. Pure."""

from handlers.replies import ui_text
from handlers.replies.actions import Action, Offer, choose_actions
from handlers.replies.corrections import CHECK_AGAIN, WATCH_BUTTON
from handlers.replies.links import permalink
from handlers.replies.reply import Reply

Block = dict[str, object]

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
    elements = [button for action in choose_actions(reply, offer) for button in _draw(action, reply, offer)]
    return [{"type": "actions", "elements": elements}] if elements else []


def _draw(action: Action, reply: Reply, offer: Offer) -> list[Block]:
    id_ = reply.again or reply.id
    if action is Action.FEEDBACK:
        return [
            _button(UP, "👍", id_, label="This answer is right"),
            _button(DOWN, "👎", id_, label="Something is wrong with this answer"),
        ]
    name, text = _BUTTONS[action]
    button = _button(name, text, id_, style="primary" if action is Action.SHARE else "")
    opens = action is Action.PAGE and not offer.invite
    return [{**button, "url": permalink(offer.page, id_)} if opens else button]


_BUTTONS = {
    Action.SHARE: (SHARE, ui_text.SHARE),
    Action.CONTEXT: (CONTEXT, "Context"),
    Action.WATCH: (WATCH, WATCH_BUTTON),
    Action.AGAIN: (AGAIN, CHECK_AGAIN),
    Action.OTHER_SOURCE: (SOURCE, "Check another source"),
    Action.BRIEF: (BRIEF, ui_text.BRIEF),
    Action.PERSON: (PERSON, "Ask a person"),
    Action.PAGE: (PAGE, "Page"),
}


def _button(action: str, text: str, value: str, *, style: str = "", label: str = "") -> Block:
    button: Block = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": text, "emoji": True},
        "value": value,
    }
    return button | ({"style": style} if style else {}) | ({"accessibility_label": label} if label else {})
