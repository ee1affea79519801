"""Only what somebody by name said becomes a statement."""

from corpus.models import Provenance
from corpus.sources.catalogue import Kind, Origin
from corpus.sources.page import Page
from corpus.sources.statements import statements_of

HERE = Origin(
    "a",
    "https://a.example/rss",
    "A",
    "GB",
    "en",
    Kind.TRANSCRIPT,
    Provenance.OFFICIAL,
    60,
    "free",
    translated=True,
)


def said(text: str) -> tuple[list[tuple[str, str]], int]:
    statements, left_out = statements_of(HERE, "https://a.example/1", Page("Talk", text, "2025-09-05"))
    return [(one.speaker, one.text) for one in statements], left_out


def test_turns_become_statements_and_those_of_nobody_are_counted() -> None:
    assert said("Ann Lee: We will not wait.\nQ: Why is that so?\nAnn Lee: No.") == (
        [("Ann Lee", "We will not wait.")],
        1,
    )


def test_a_page_with_a_single_label_is_no_transcript() -> None:
    assert said("The minister met the press.\nAnn Lee: We will not wait.\nShe then left for London.") == (
        [],
        0,
    )


def test_the_same_words_twice_on_a_page_are_one_statement() -> None:
    statements, _ = statements_of(
        HERE,
        "https://a.example/1",
        Page("Talk", "Ann Lee: We will not wait.\nAnn Lee: We will not wait.", None),
    )
    assert len(statements) == 1
    assert statements[0].translated
    assert statements[0].source.provenance is Provenance.OFFICIAL
