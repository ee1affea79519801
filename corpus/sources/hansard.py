"""Reader of contributions to debates of the UK Parliament, each with the member who spoke.

Format: https://hansard-api.parliament.uk (search/contributions/Spoken.json), as public clients read it.
"""

from typing import Any
from urllib.parse import quote

from corpus.sources.document import Document
from corpus.sources.feed import Item, iso_date
from corpus.sources.listing import Listing, json_object, number_of, objects, query_number, text_of, with_query
from corpus.sources.markup import one_line, plain_text

_SITE = "https://hansard.parliament.uk"
_TOTALS = ("TotalResultCount", "TotalContributions", "SpokenResultCount")


def read_contributions(document: Document) -> Listing:
    """Read a page of contributions; raise ReadError where it is none."""
    found = json_object(document)
    field = "Results" if "Results" in found else "Contributions"
    results = objects(document, found, field)
    items = tuple(item for one in results if (item := _item(one)))
    skip = query_number(document.url, "queryParameters.skip", 0) + len(results)
    more = results and skip < max(number_of(found, total) for total in _TOTALS)
    return Listing(items, with_query(document.url, **{"queryParameters.skip": str(skip)}) if more else None)


def _item(one: dict[str, Any]) -> Item | None:
    """Return a contribution in full with its member; None where either is missing: a snippet is not what was said."""
    text = plain_text(text_of(one, "ContributionTextFull"))
    speaker = one_line(text_of(one, "MemberName"))
    date = iso_date(text_of(one, "SittingDate"))
    parts = [text_of(one, key) for key in ("House", "DebateSectionExtId", "ContributionExtId")]
    if not text or not speaker or not date or not all(parts):
        return None
    house, debate, contribution = (quote(part, safe="") for part in parts)
    url = f"{_SITE}/{house}/{date}/debates/{debate}/#contribution-{contribution}"
    role = one_line(text_of(one, "AttributedTo"))
    return Item(
        url,
        one_line(text_of(one, "DebateSection")),
        text,
        date,
        speaker=speaker,
        role=role if role != speaker else None,
    )
