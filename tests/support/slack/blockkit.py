"""What Slack refuses in Block Kit, as far as its documents and its SDK say: a checker for tests.

https://docs.slack.dev/reference/block-kit/blocks
"""

import json
from collections.abc import Iterator
from typing import Any

MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 13_200

_KEYS = {
    "header": {"text"},
    "section": {"text", "fields", "accessory", "expand"},
    "context": {"elements"},
    "divider": set(),
    "actions": {"elements"},
    "rich_text": {"elements"},
    "rich_text_section": {"elements"},
    "rich_text_quote": {"elements", "border"},
    "rich_text_list": {"elements", "style", "indent", "offset", "border"},
    "text": {"text", "style"},
    "link": {"url", "text", "unsafe", "style"},
    "user": {"user_id", "style"},
    "plain_text": {"text", "emoji"},
    "mrkdwn": {"text", "verbatim"},
    "button": {"text", "action_id", "url", "value", "style", "accessibility_label"},
}
_REQUIRED = {
    "header": {"text"},
    "context": {"elements"},
    "actions": {"elements"},
    "rich_text": {"elements"},
    "rich_text_section": {"elements"},
    "rich_text_quote": {"elements"},
    "rich_text_list": {"elements", "style"},
    "text": {"text"},
    "link": {"url"},
    "user": {"user_id"},
    "plain_text": {"text"},
    "mrkdwn": {"text"},
    "button": {"text", "action_id"},
}
_CHILDREN = {
    "context": {"plain_text", "mrkdwn", "image"},
    "actions": {"button"},
    "rich_text": {"rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_preformatted"},
    "rich_text_section": {"text", "link", "user", "emoji"},
    "rich_text_quote": {"text", "link", "user", "emoji"},
    "rich_text_list": {"rich_text_section"},
}
_MOST = {"context": 10, "actions": 25}
_BLOCKS = {"header", "section", "context", "divider", "actions", "rich_text"}
_STYLES = {"bold", "italic", "strike", "code", "underline"}
_TEXT_LIMITS = {"header": 150, "section": 3000, "context": 3000, "button": 75}


def problems(blocks: list[dict[str, Any]]) -> list[str]:
    """Everything Slack would refuse; empty where the blocks are sound."""
    return list(_problems(blocks))


def _problems(blocks: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(blocks) <= MESSAGE_BLOCKS:
        yield f"{len(blocks)} blocks"
    if (size := len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))) > MESSAGE_CHARACTERS:
        yield f"{size} characters in all"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "a block_id twice"
    for at, block in enumerate(blocks):
        if block.get("type") not in _BLOCKS:
            yield f"/{at}: no block is of type {block.get('type')!r}"
        else:
            yield from _element(block, f"/{at}", {"block_id"})


def _element(element: dict[str, Any], path: str, more: set[str] = frozenset()) -> Iterator[str]:  # type: ignore[assignment]
    kind = element["type"]
    if unknown := element.keys() - _KEYS[kind] - {"type"} - more:
        yield f"{path}: unknown keys {sorted(unknown)}"
    if missing := _REQUIRED.get(kind, set()) - element.keys():
        yield f"{path}: without {sorted(missing)}"
    yield from _own_text(element, path)
    yield from _own_style(element, path)
    children = element.get("elements")
    if children is not None:
        yield from _children(kind, children, path)


def _own_text(element: dict[str, Any], path: str) -> Iterator[str]:
    kind, text = element["type"], element.get("text")
    if isinstance(text, dict):
        if kind in ("header", "button") and text.get("type") != "plain_text":
            yield f"{path}: text is not plain"
        if not 1 <= len(text["text"]) <= _TEXT_LIMITS[kind]:
            yield f"{path}: text of {len(text['text'])} characters"
        yield from _element(text, f"{path}/text")
    elif text is not None and not 1 <= len(text) <= 3000:
        yield f"{path}: text of {len(text)} characters"
    if kind == "link":
        if not element["url"].startswith(("https://", "http://")):
            yield f"{path}: a link to {element['url'][:20]!r}"
        if len(element["url"]) > 3000:
            yield f"{path}: a url of {len(element['url'])} characters"


def _own_style(element: dict[str, Any], path: str) -> Iterator[str]:
    style = element.get("style")
    if element["type"] == "rich_text_list":
        if style not in ("bullet", "ordered"):
            yield f"{path}: style {style!r}"
    elif element["type"] == "button":
        if style not in (None, "primary", "danger"):
            yield f"{path}: style {style!r}"
    elif style is not None and (
        not style or style.keys() - _STYLES or not all(v is True for v in style.values())
    ):
        yield f"{path}: style {style!r}"


def _children(kind: str, children: list[dict[str, Any]], path: str) -> Iterator[str]:
    if not 1 <= len(children) <= _MOST.get(kind, 1000):
        yield f"{path}: {len(children)} elements"
    actions = [child["action_id"] for child in children if "action_id" in child]
    if len(actions) != len(set(actions)):
        yield f"{path}: an action_id twice"
    for at, child in enumerate(children):
        if child.get("type") not in _CHILDREN[kind]:
            yield f"{path}/{at}: no place for {child.get('type')!r}"
        else:
            yield from _element(child, f"{path}/{at}")


_MENUS = {"static_select", "multi_static_select", "external_select", "multi_external_select"}
_INPUTS = {"plain_text_input", "number_input", "radio_buttons", "multi_users_select", *_MENUS}


def view_problems(view: dict[str, Any]) -> list[str]:
    """Everything Slack would refuse in a modal or an App Home; https://docs.slack.dev/reference/views."""
    blocks = list(view["blocks"])
    inputs = [block for block in blocks if block["type"] == "input"]
    wrong = [f"type {view['type']}"] if view["type"] not in ("modal", "home") else []
    wrong += ["more than 100 blocks"] if not 0 < len(blocks) <= 100 else []
    wrong += ["private_metadata"] if len(view.get("private_metadata", "")) > 3000 else []
    if view["type"] == "modal":
        wrong += [key for key in ("title", "submit", "close") if len(view.get(key, {}).get("text", "")) > 24]
        wrong += ["inputs need a submit button"] if inputs and "submit" not in view else []
    for block in inputs:
        element = block["element"]
        wrong += [f"element {element['type']}"] if element["type"] not in _INPUTS else []
        wrong += ["label"] if not 0 < len(block["label"]["text"]) <= 2000 else []
        wrong += _wrong_options(element)
    names = [block.get("block_id") for block in inputs]
    wrong += ["two inputs of one name"] if len(set(names)) < len(names) else []
    rest = [block for block in blocks if block["type"] != "input"]
    # In a view nothing but the blocks' own limits counts: a message's length has a limit, a view's has none.
    found = [one for low in range(0, len(rest), 20) for one in problems(rest[low : low + 20])]
    return wrong + [one for one in found if not one.endswith("characters in all")]


def _wrong_options(element: dict[str, Any]) -> list[str]:
    kind, options = element["type"], element.get("options", [])
    initial = element.get("initial_options", [])
    wrong = option_problems([*options, *initial])
    wrong += ["initial_options is empty"] if element.get("initial_options") == [] else []
    if kind in _MENUS and kind.endswith("static_select"):
        wrong += ["options"] if not 1 <= len(options) <= 100 else []
        wrong += ["a choice that is no option"] if any(one not in options for one in initial) else []
    elif kind in _MENUS:
        wrong += ["options of a menu that asks for them"] if options else []
    elif options:
        wrong += ["options"] if len(options) > 10 else []
    values = [one["value"] for one in options]
    return wrong + (["an option twice"] if len(set(values)) < len(values) else [])


def option_problems(options: list[dict[str, Any]]) -> list[str]:
    """What Slack would refuse in the options of a menu."""
    return [
        f"option {one['value'][:20]!r}"
        for one in options
        if not (1 <= len(one["text"]["text"]) <= 75 and 1 <= len(one["value"]) <= 150)
    ]


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a layout, outermost first."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for value in node.values():
            yield from elements(value)
    elif isinstance(node, list):
        for value in node:
            yield from elements(value)


def words(node: Any) -> str:
    return "".join(e["text"] for e in elements(node) if isinstance(e.get("text"), str))
