from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.links import host_of, point_to, web_address


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/",
        "example.org",
        "https://",
        "https:///path",
        "https://good.example@evil.example/",
        "https://good.example:pw@evil.example/",
        "https://good.example\\@evil.example/",
        "https://good.example%40evil.example@x/",
        "https://exa mple.org/",
        "https://example.org/\u202ecod.exe",
        "https://example.org/\nLocation: x",
        "https://example.org:99999/",
        "https://[::1",
        "https://exam|ple.org/",
        "https://" + "a" * 3000,
        "",
        None,
    ],
)
def test_what_does_not_lead_to_the_web_is_no_link(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://tass.com/politics/2012993", "https://tass.com/politics/2012993", id="plain"),
        pytest.param("HTTP://EN.Kremlin.RU/a", "http://en.kremlin.ru/a", id="capitals"),
        pytest.param("https://a.example/b?c=d&e=%20#f", "https://a.example/b?c=d&e=%20#f", id="query"),
        pytest.param('https://a.example/<b>|"c"', "https://a.example/%3Cb%3E%7C%22c%22", id="markup"),
        pytest.param(
            "https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/", id="foreign host is shown as it is"
        ),
        pytest.param(
            "https://www.аpple.com/", "https://www.xn--pple-43d.com/", id="a host that looks like another"
        ),
        pytest.param("https://[2001:db8::1]:8080/", "https://[2001:db8::1]:8080/", id="IPv6"),
    ],
)
def test_an_address_is_kept_and_markup_in_it_is_encoded(url: str, expected: str) -> None:
    assert web_address(url) == expected


@given(st.text(max_size=60).map(lambda text: "https://example.org/" + text) | st.text(max_size=60))
def test_an_address_is_plain_ascii_that_leads_to_a_host(text: str) -> None:
    url = web_address(text)
    if url is not None:
        assert url.isascii()
        assert not set(url) & set(' <>"|\\`\n\t')
        assert urlsplit(url).scheme in ("http", "https")
        assert urlsplit(url).hostname
        assert "@" not in urlsplit(url).netloc
        assert web_address(url) == url
        assert host_of(url)


@pytest.mark.parametrize(
    ("url", "wording", "fragment"),
    [
        pytest.param("https://a.example/", "We shall fight.", "#:~:text=We%20shall%20fight", id="short"),
        pytest.param(
            "https://a.example/",
            "Therefore, if any troops are present there, we assume that these will be legitimate targets to be struck.",
            "#:~:text=Therefore%2C%20if%20any%20troops%20are,targets%20to%20be%20struck",
            id="long: both ends",
        ),
        pytest.param("https://a.example/#top", "well-known", ":~:text=well%2Dknown", id="has a fragment"),
        pytest.param("https://a.example/x.PDF", "We shall fight", "", id="PDF"),
        pytest.param("https://a.example/#:~:text=x", "We shall fight", "", id="points already"),
        pytest.param("https://a.example/", " …", "", id="no words"),
        pytest.param("https://a.example/", "One\ntwo", "#:~:text=One,two", id="not across paragraphs"),
    ],
)
def test_a_link_points_to_the_first_and_the_last_words(url: str, wording: str, fragment: str) -> None:
    assert point_to(url, wording) == url + fragment


@given(st.text(max_size=300))
def test_the_words_of_a_fragment_are_words_of_the_source(wording: str) -> None:
    pointed = point_to("https://a.example/b", wording)
    assert web_address(pointed) == pointed
    for edge in pointed.partition(":~:text=")[2].split(","):
        assert "".join(unquote(edge).split()) in "".join(wording.encode("utf-8", "ignore").decode().split())
