"""Text of a message, read from the rich text that Slack delivers beside its `text`.

`text` writes bold as `*bold*` and a quotation as `> …`, so that nobody can tell whether the signs were typed.
Rich text holds the words by themselves: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]


def read(blocks: Sequence[Json] | None, *, but: str | None = None) -> str | None:
    """Return the words of a message in rich text, without mentions of the user `but`; None where it is not rich text.

    >>> bold = {"type": "text", "text": "tear down", "style": {"bold": True}}
    >>> quote = {"type": "rich_text_quote", "elements": [bold, {"type": "text", "text": " this wall"}]}
    >>> read([{"type": "rich_text", "elements": [quote]}])
    'tear down this wall'
    """
    if not blocks or any(block.get("type") != "rich_text" for block in blocks):
        return None
    lines = [line for block in blocks for line in _lines(block.get("elements") or [], but)]
    return "\n".join(lines).strip()


def _lines(elements: Sequence[Json], but: str | None) -> Iterator[str]:
    for element in elements:
        if element.get("type") == "rich_text_list":
            yield from _lines(element.get("elements") or [], but)
        else:
            parts = element.get("elements") or []
            yield "".join(_words(part) for part in parts if not (but and part.get("user_id") == but)).strip(
                "\n"
            )


def _words(part: Json) -> str:
    said: Callable[[Json], object] = _PARTS.get(str(part.get("type")), lambda part: part.get("text") or "")
    return str(said(part))


def _emoji(part: Json) -> str:
    """Return the sign itself where Slack gives it, as hexadecimal code points; a workspace's own has only a name."""
    try:
        return "".join(chr(int(point, 16)) for point in str(part["unicode"]).split("-"))
    except (KeyError, ValueError, OverflowError):
        return f":{part.get('name', '')}:"


_PARTS: dict[str, Callable[[Json], object]] = {
    "link": lambda part: part.get("text") or part.get("url", ""),
    "user": lambda part: f"@{part.get('user_id', '')}",
    "channel": lambda part: f"#{part.get('channel_id', '')}",
    "usergroup": lambda part: f"@{part.get('usergroup_id', '')}",
    "broadcast": lambda part: f"@{part.get('range', '')}",
    "date": lambda part: part.get("fallback") or "",
    "emoji": _emoji,
}
