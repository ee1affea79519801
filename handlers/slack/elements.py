"""Builders of Block Kit's elements (https://docs.slack.dev/reference/block-kit). Pure.

slack_sdk has classes for these, but there each text of a label must be kept from turning `:smile:` into a picture.
"""

from collections.abc import Iterable

Block = dict[str, object]


def element(kind: str, **fields: object) -> Block:
    """Return an element with those of its fields that are not None."""
    return {"type": kind, **{name: value for name, value in fields.items() if value is not None}}


def plain_text(text: str, *, emoji: bool = False) -> Block:
    """Return a text without markup; with `emoji`, shortcodes such as `:smile:` become pictures."""
    return element("plain_text", text=text, emoji=emoji)


def header(text: str) -> Block:
    """Return a header."""
    return element("header", text=plain_text(text))


def section(text: str) -> Block:
    """Return a section of plain text."""
    return element("section", text=plain_text(text))


def context(text: str) -> Block:
    """Return a line in small print; without a text it is empty, and Slack refuses it."""
    return element("context", elements=[plain_text(text)] if text else [])


def button(action: str, text: str, value: str, *, style: str = "", label: str = "", url: str = "") -> Block:
    """Return a button; `label` is for screen readers, `url` is opened when it is pressed."""
    shown = plain_text(text, emoji=True)
    return element("button", action_id=action, text=shown, value=value, style=style or None, accessibility_label=label or None, url=url or None)  # fmt: skip


def rich_text(*elements: Block) -> Block:
    """Return a block of rich text."""
    return _container("rich_text", elements)


def rich_section(*elements: Block) -> Block:
    """Return a paragraph of rich text."""
    return _container("rich_text_section", elements)


def rich_quote(elements: Iterable[Block]) -> Block:
    """Return a quotation in rich text."""
    return _container("rich_text_quote", elements)


def rich_list(sections: Iterable[Block]) -> Block:
    """Return a list with bullets."""
    return {**_container("rich_text_list", sections), "style": "bullet"}


def rich_span(text: str, **style: bool) -> Block:
    """Return a text within rich text; `style` names `bold`, `italic` and `strike`."""
    return element("text", text=text, style=style or None)


def rich_user(user: str) -> Block:
    """Return a mention of a user, who is notified."""
    return element("user", user_id=user)


def _container(kind: str, elements: Iterable[Block]) -> Block:
    """Return an element of elements, without empty ones, which Slack refuses."""
    kept = [each for each in elements if each.get("text", "…") and each.get("elements") != []]
    return element(kind, elements=kept)


def option(value: str, text: str) -> Block:
    """Return an option of a menu or of radio buttons."""
    return {"value": value, "text": plain_text(text)}


def radio_buttons(options: list[Block], chosen: str = "") -> Block:
    """Return radio buttons, with the option of the value `chosen` on."""
    initial = next((each for each in options if each["value"] == chosen), None)
    return element("radio_buttons", options=options, initial_option=initial)


def select(placeholder: str, options: list[Block] | None, chosen: list[Block] | None = None) -> Block:
    """Return a menu to choose one of or, with `chosen`, any number; without options Slack asks for them."""
    kind = "static_select" if options is not None else "external_select"
    return element(
        kind if chosen is None else f"multi_{kind}",
        options=options,
        min_query_length=0 if options is None else None,
        placeholder=plain_text(placeholder),
        initial_options=chosen or None,
    )


def input_block(name: str, label: str, field: Block, *, optional: bool = False) -> Block:
    """Return an input of a dialog under its label; block and field bear the same name."""
    named = {**field, "action_id": name}
    return element("input", block_id=name, label=plain_text(label), element=named, optional=optional)
