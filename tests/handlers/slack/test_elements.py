"""Block Kit's elements: the JSON that Slack's own classes make of the same parts."""

import pytest
from slack_sdk.models.blocks import (
    ButtonElement,
    ContextBlock,
    ExternalDataSelectElement,
    HeaderBlock,
    InputBlock,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
    StaticMultiSelectElement,
)

from handlers.slack import elements
from handlers.slack.elements import Block

Rich = RichTextElementParts
OURS = [elements.option("a", "A"), elements.option("b", "B")]


def plain(text: str, *, emoji: bool = False) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=emoji)


THEIRS = [Option(value="a", text=plain("A")), Option(value="b", text=plain("B"))]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(elements.header("A"), HeaderBlock(text=plain("A")), id="header"),
        pytest.param(elements.section("A"), SectionBlock(text=plain("A")), id="section"),
        pytest.param(elements.context("A"), ContextBlock(elements=[plain("A")]), id="context"),
        pytest.param(
            elements.button("go", "👍", "id", style="primary", label="Right", url="https://a.example"),
            ButtonElement(
                action_id="go",
                text=plain("👍", emoji=True),
                value="id",
                style="primary",
                accessibility_label="Right",
                url="https://a.example",
            ),
            id="button",
        ),
        pytest.param(
            elements.input_block("which", "Which?", elements.radio_buttons(OURS, "b")),
            InputBlock(
                block_id="which",
                label=plain("Which?"),
                element=RadioButtonsElement(action_id="which", options=THEIRS, initial_option=THEIRS[1]),
                optional=False,
            ),
            id="radio buttons",
        ),
        pytest.param(
            elements.input_block("which", "Which?", elements.select("All", OURS, OURS[:1]), optional=True),
            InputBlock(
                block_id="which",
                label=plain("Which?"),
                element=StaticMultiSelectElement(
                    action_id="which", placeholder=plain("All"), options=THEIRS, initial_options=THEIRS[:1]
                ),
                optional=True,
            ),
            id="menu of many",
        ),
        pytest.param(
            elements.input_block("which", "Which?", elements.select("One", None)),
            InputBlock(
                block_id="which",
                label=plain("Which?"),
                element=ExternalDataSelectElement(
                    action_id="which", placeholder=plain("One"), min_query_length=0
                ),
                optional=False,
            ),
            id="menu that is filled while somebody types",
        ),
        pytest.param(
            elements.rich_text(
                elements.rich_section(elements.rich_user("U1"), elements.rich_span("a", bold=True)),
                elements.rich_quote([elements.rich_span("b")]),
                elements.rich_list([elements.rich_section(elements.rich_span("c"))]),
            ),
            RichTextBlock(
                elements=[
                    RichTextSectionElement(
                        elements=[
                            Rich.User(user_id="U1"),
                            Rich.Text(text="a", style=Rich.TextStyle(bold=True)),
                        ]
                    ),
                    RichTextQuoteElement(elements=[Rich.Text(text="b")]),
                    RichTextListElement(
                        elements=[RichTextSectionElement(elements=[Rich.Text(text="c")])], style="bullet"
                    ),
                ]
            ),
            id="rich text",
        ),
    ],
)
def test_an_element_is_what_slacks_own_classes_make(ours: Block, theirs: object) -> None:
    assert ours == theirs.to_dict()  # type: ignore[attr-defined]


def test_rich_text_has_no_element_that_slack_refuses_for_being_empty() -> None:
    empty = elements.rich_section(elements.rich_span(""))
    assert elements.rich_text(empty, elements.rich_list([empty])) == {"type": "rich_text", "elements": []}
