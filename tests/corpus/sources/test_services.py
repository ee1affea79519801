"""Services that answer with JSON: the document, and what it must become."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.models import Provenance
from corpus.sources.catalogue import Kind, Origin
from corpus.sources.document import Document
from corpus.sources.feed import Item
from corpus.sources.page import Page
from corpus.sources.registry import LISTINGS, PAGES, Format
from corpus.sources.statements import statements_of

DATA = Path(__file__).parents[2] / "data"
ORIGIN = Origin("a", "https://a.example", "A", "GB", "en", Kind.TRANSCRIPT, Provenance.OFFICIAL, 60, "free")
BOATS = "We will double the number of pilot boats by 2030"


def document(name: str, url: str = "https://a.example/api/search.json?start=0") -> Document:
    return Document(url, (DATA / name).read_bytes())


def test_gov_uk_results_lead_to_its_content_service_and_nowhere_else() -> None:
    listing = LISTINGS[Format.GOVUK](document("govuk/search.json"))
    path = "/government/speeches/ministers-speech-at-the-harbour-forum"
    assert listing.items == (
        Item(
            f"https://a.example{path}",
            "Minister's speech at the Harbour Forum",
            "",
            "2026-09-02",
            behind=f"https://a.example/api/content{path}",
        ),
    )
    assert listing.following == "https://a.example/api/search.json?start=3"


def test_a_speech_on_gov_uk_is_its_speakers_on_the_day_it_was_given() -> None:
    page = PAGES[Format.GOVUK](document("govuk/speech.json"))
    statements, left_out = statements_of(ORIGIN, "https://a.example/speech", page)
    [said] = statements
    assert (said.speaker, said.role, said.source.date, left_out) == (
        "The Rt Hon Mara Whitlock MP",
        "Minister for Harbours",
        "2026-09-01",
        0,
    )
    assert said.text == f"Good morning, friends of the coast.\nShips\n{BOATS}."


def test_a_speech_of_several_people_is_nobodys() -> None:
    content = (DATA / "govuk/speech.json").read_text().replace('"roles"', '"people"')
    content = content.replace('"speaker": [', '"speaker": [{"title": "Odo Penn"}, ')
    page = PAGES[Format.GOVUK](Document("https://a.example", content.encode()))
    assert page.speaker is None
    assert statements_of(ORIGIN, "https://a.example/speech", page)[0] == []


def test_contributions_in_hansard_are_the_members_in_full_with_a_deep_link() -> None:
    [item] = LISTINGS[Format.HANSARD](document("hansard/spoken.json")).items
    assert item == Item(
        "https://hansard.parliament.uk/Commons/2026-09-01/debates/D4E5/#contribution-A1B2-C3",
        "Pilot Boats",
        f"{BOATS}, whatever the weather.",
        "2026-09-01",
        speaker="Mara Whitlock",
        role="The Minister for Harbours (Mara Whitlock)",
    )


def test_guardian_articles_yield_their_quotations_and_a_link() -> None:
    listing = LISTINGS[Format.GUARDIAN](document("guardian/search.json", "https://g.example/search?page=1"))
    [item] = listing.items
    assert listing.following == "https://g.example/search?page=2"
    article = Origin(
        "g", "https://g.example", "G", "GB", "en", Kind.ARTICLE, Provenance.SECOND_HAND, 60, "free"
    )
    [said], _ = statements_of(article, item.url, Page(item.title, item.text, item.date))
    assert (said.speaker, said.text, said.source.date) == ("Mara Whitlock", f"{BOATS},", "2026-09-02")


def test_a_refusal_of_the_guardian_is_an_error_and_no_empty_list() -> None:
    refused = Document(
        "https://g.example", b'{"response":{"status":"error","message":"Invalid authentication"}}'
    )
    with pytest.raises(ReadError, match="Invalid authentication"):
        LISTINGS[Format.GUARDIAN](refused)


def test_packages_of_govinfo_lead_to_their_text() -> None:
    listing = LISTINGS[Format.GOVINFO](document("govinfo/packages.json"))
    assert [(one.url, one.behind) for one in listing.items] == [
        (
            "https://www.govinfo.gov/app/details/DCPD-202600701",
            "https://www.govinfo.gov/content/pkg/DCPD-202600701/html/DCPD-202600701.htm",
        )
    ]
    assert "offsetMark=AoE" in (listing.following or "")


def test_presidential_turns_are_the_presidents_by_name_and_a_question_is_nobodys() -> None:
    page = PAGES[Format.GOVINFO](document("govinfo/remarks.htm"))
    statements, left_out = statements_of(ORIGIN, "https://a.example/remarks", page)
    assert [(one.speaker, one.text, one.source.date) for one in statements] == [
        (
            "Edwin T. Marlow",
            (
                "Thank you very much for coming out here today. This bridge took seven years & four contractors to "
                "finish.\nIt will stand for a hundred years."
            ),
            "2026-09-01",
        ),
        ("Edwin T. Marlow", "There will be no toll on this bridge while I am in office.", "2026-09-01"),
    ]
    assert left_out == 1


@pytest.mark.parametrize("name", ["Edwin [] T. said it", "Ann Lee: said it"])
def test_what_cannot_be_a_label_is_put_before_no_words_of_a_presidential_document(name: str) -> None:
    whole = document("govinfo/remarks.htm")
    broken = replace(whole, content=whole.content.replace(b"Edwin T. Marlow", name.encode()))
    text = PAGES[Format.GOVINFO](broken).text
    assert text.count("said it") == broken.text.count("said it") == 1


READERS = [
    pytest.param(read, id=f"{what} {form.value}")
    for what, table in (("listing", LISTINGS), ("page", PAGES))
    for form, read in table.items()
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[" * 100_000, id="brackets without end"),
        pytest.param(b"[1, 2]", id="a list"),
        pytest.param(b'{"results": 1, "response": [], "packages": "x"}', id="other shapes"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"Too many requests", id="plain text"),
    ],
)
def test_what_is_of_another_form_is_a_read_error(read: Callable[[Document], object], content: bytes) -> None:
    with pytest.raises(ReadError):
        read(Document("https://a.example", content))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "results response status packages packageId title link details links body document_type speaker Results "
                "MemberName ContributionTextFull SittingDate House webUrl fields currentPage pages nextPage".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(JSON)
def test_no_json_breaks_a_reader(found: object) -> None:
    import json

    for form in (Format.GOVUK, Format.HANSARD, Format.GUARDIAN, Format.GOVINFO):
        for read in (LISTINGS[form], PAGES[form]):
            if form in (Format.HANSARD, Format.GUARDIAN) and read is PAGES[form]:
                continue
            with contextlib.suppress(ReadError):
                read(Document("https://a.example/s?start=0", json.dumps(found).encode()))
