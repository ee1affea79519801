"""What Teams tells us, read into our own nouns (https://learn.microsoft.com/azure/bot-service/rest-api).

Nothing here trusts a shape: a field of another kind than it should have counts as missing. Who sent it is not asked
here; `gate` does that.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import ReadError
from handlers.ports.address import Address
from handlers.teams.message_text import read_html, without_mentions

Json = Mapping[str, Any]

CHAT = "teams"
_CONVERSATION = re.compile(r"[^\x00-\x20/?#\\]{1,400}")  # stands in the path of an address that we post to
_ROOT = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity. `text` is what a person wrote without our name, `kind` and `name` are Teams' words.

    `repeats` tells a second delivery of the same activity. `quoted` holds what the message shows of an earlier one.
    `person` is Teams' own name for who sent it; `called` says that we are meant: in a personal chat, or by our name.
    """

    kind: str
    name: str
    action: str
    repeats: str
    address: Address
    personal: bool
    person: str = ""
    name_of_person: str = ""
    called: bool = True
    text: str = ""
    quoted: str = ""
    value: Json = field(default_factory=dict)
    added: tuple[str, ...] = ()
    bot: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a conversation: `id` is Teams' name for them, `user` Entra's; guests and strangers are `foreign`."""

    id: str
    user: str
    name: str
    foreign: bool = False


# As far as the next one: else time grows by the square where none ends.
_STRONG = re.compile(r"<strong[^<>]*>[^<]*(?:<(?!/?strong\b)[^<]*)*</strong>")


def read(body: Json) -> Activity:
    """Read an activity; raise ReadError where it says neither what it is nor where an answer would go."""
    kind, service = text_of(body, "type"), text_of(body, "serviceUrl")
    conversation = text_of(body, "conversation", "id")
    if not (kind and service and _CONVERSATION.fullmatch(conversation)):
        raise ReadError("/api/messages", "no activity")
    tenant = text_of(body, "channelData", "tenant", "id") or text_of(body, "conversation", "tenantId")
    user = text_of(body, "from", "aadObjectId") or text_of(body, "from", "id")
    channel, _, root = conversation.partition(";messageid=")
    thread = f"{channel};messageid={root}" if _ROOT.fullmatch(root) else ""
    bot = text_of(body, "recipient", "id")
    mentions = tuple(_mentions(body, bot))
    personal = text_of(body, "conversation", "conversationType") == "personal"
    return Activity(
        kind=kind,
        name=text_of(body, "name"),
        action=text_of(body, "action"),
        repeats=f"teams:{tenant}:{conversation}:{text_of(body, 'id') or text_of(body, 'timestamp')}",
        address=Address(CHAT, tenant, channel, thread, user, service),
        personal=personal,
        person=text_of(body, "from", "id"),
        name_of_person=text_of(body, "from", "name"),
        called=personal or bool(mentions),
        text=without_mentions(text_of(body, "text"), mentions),
        quoted=_quoted(body),
        value=object_of(body, "value"),
        added=tuple(text_of(member, "id") for member in list_of(body, "membersAdded")),
        bot=bot,
    )


def message_of(value: Json) -> str:
    """The words of the message that an action was called on (its `messagePayload`)."""
    content = text_of(value, "messagePayload", "body", "content")
    html = text_of(value, "messagePayload", "body", "contentType") == "html"
    return read_html(content) if html else content.strip()


def thread_of(activity: Activity) -> str:
    """The conversation of the thread that an action's message stands in; "" where there are no threads."""
    if activity.address.thread or activity.personal or "@thread.tacv2" not in activity.address.channel:
        return activity.address.thread
    payload = object_of(activity.value, "messagePayload")
    root = text_of(payload, "replyToId") or text_of(payload, "id")
    return f"{activity.address.channel};messageid={root}" if _ROOT.fullmatch(root) else ""


def text_of(body: Json, *path: str) -> str:
    r"""The text at a path, "" where there is none; "?" for half a pair of surrogates, which no store takes.

    >>> text_of({"from": {"id": "u"}}, "from", "id"), text_of({"from": 5}, "from", "id"), text_of({"a": "\ud83d"}, "a")
    ('u', '', '?')
    """
    found: object = body
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found.encode(errors="replace").decode() if isinstance(found, str) else ""


def object_of(body: Json, name: str) -> Json:
    """The object of that name, an empty one where there is none."""
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def list_of(body: Json, name: str) -> list[Json]:
    """The objects in the list of that name."""
    found = body.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _mentions(body: Json, bot: str) -> Iterator[str]:
    """Return how the text writes the bot's name."""
    for entity in list_of(body, "entities"):
        if bot and text_of(entity, "mentioned", "id") == bot and text_of(entity, "text"):
            yield text_of(entity, "text")


def _quoted(body: Json) -> str:
    """The message that this one replies to, which Teams shows in a `blockquote` of the HTML beside the text."""
    for attachment in list_of(body, "attachments"):
        html = text_of(attachment, "content")
        if text_of(attachment, "contentType") == "text/html" and "schema.skype.com/Reply" in html:
            _, _, behind = html.partition("<blockquote")
            inside, end, _ = behind.partition(">")[2].partition("</blockquote>")
            return read_html(_STRONG.sub("", inside)) if end else ""
    return ""
