"""The buttons under an answer. A button carries the answer's identifier and no word of it. Pure."""

from handlers.commands.brief import can_brief
from handlers.replies import ui_text
from handlers.replies.corrections import CHECK_AGAIN, WATCH_BUTTON, can_watch
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


def buttons(  # noqa: PLR0913 - each button has a reason of its own to be there
    reply: Reply,
    *,
    private: bool = False,
    watch: bool = True,
    feedback: bool = True,
    reviewers: bool = False,
    page: str = "",
    invite: bool = False,
    brief: bool = False,
) -> list[Block]:
    """One row of buttons, or none for what is not remembered; `page` is the address of the answer's page, or "".

    Under a line that leads to an earlier answer, the button that checks its quote again stands alone.

    With `invite` that address alone opens nothing: the button has to be pressed, and somebody has to answer.
    """
    if reply.again:
        return [{"type": "actions", "elements": [_button(AGAIN, CHECK_AGAIN, reply.again)]}]
    if not reply.id or not reply.rating:
        return []
    shown = [
        _button(SHARE, ui_text.SHARE, reply.id, style="primary") if private else None,
        _button(CONTEXT, "Context", reply.id),
        _button(WATCH, WATCH_BUTTON, reply.id) if watch and can_watch(reply) and not private else None,
        _button(AGAIN, CHECK_AGAIN, reply.id),
        _button(SOURCE, "Check another source", reply.id),
        _button(BRIEF, ui_text.BRIEF, reply.id) if brief and can_brief(reply) and not private else None,
        _button(PERSON, "Ask a person", reply.id) if reviewers and not private else None,
        _button(UP, "👍", reply.id, label="This answer is right") if feedback else None,
        _button(DOWN, "👎", reply.id, label="Something is wrong with this answer") if feedback else None,
        {**_button(PAGE, "Page", reply.id), **({} if invite else {"url": page})} if page else None,
    ]
    return [{"type": "actions", "elements": [one for one in shown if one]}]


def _button(action: str, text: str, value: str, *, style: str = "", label: str = "") -> Block:
    button: Block = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": text, "emoji": True},
        "value": value,
    }
    return button | ({"style": style} if style else {}) | ({"accessibility_label": label} if label else {})
