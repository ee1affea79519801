"""The catalogue is sound, and a file of one's own is checked field by field."""

import pytest

from corpus.errors import ReadError
from corpus.sources.catalogue import Kind, built_in, merged, read_catalogue

ONE = """
[source.paper]
url = "https://paper.example/rss"
publisher = "The Paper"
country = "GB"
language = "en"
kind = "article"
provenance = "second-hand"
interval = "15m"
licence = "quotations with a link only"
"""


def test_the_built_in_catalogue_is_wide_enough() -> None:
    sources = built_in()
    assert len(sources) >= 25
    assert len({source.country for source in sources}) >= 8
    assert len({source.url for source in sources}) == len(sources)


def test_a_source_of_ones_own_is_added_replaced_or_switched_off() -> None:
    (own,) = read_catalogue("own.toml", ONE)
    assert (own.name, own.kind, own.interval) == ("paper", Kind.ARTICLE, 900)
    (other,) = read_catalogue("own.toml", ONE.replace("15m", "1h"))
    (off,) = read_catalogue("own.toml", ONE + "enabled = false")
    assert merged([own], [other]) == (other,)
    assert merged([own], [off]) == (off,)
    assert not off.enabled


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param(("15m", "soon"), "'interval'", id="interval"),
        pytest.param(("15m", "0m"), "'interval'", id="no interval"),
        pytest.param(('"article"', '"blog"'), "'kind'", id="kind"),
        pytest.param(("second-hand", "rumour"), "'provenance'", id="provenance"),
        pytest.param(("https://", "file://"), "'url'", id="url"),
        pytest.param(('"en"', "5"), "'language'", id="language"),
        pytest.param(("country", "land"), "'land'", id="unknown field"),
        pytest.param(('licence = "quotations with a link only"', ""), "'licence'", id="missing field"),
        pytest.param(("[source.paper]", "[source.'The Paper']"), "must be named", id="name"),
        pytest.param(("[source.paper]", "[paper]"), "nothing else", id="no source"),
        pytest.param(("url =", "url"), "is not TOML", id="no TOML"),
    ],
)
def test_what_is_wrong_is_named(change: tuple[str, str], complaint: str) -> None:
    with pytest.raises(ReadError, match=complaint) as caught:
        read_catalogue("own.toml", ONE.replace(*change))
    assert caught.value.url.startswith("own.toml")
