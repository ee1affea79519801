"""What web pages, documents, subtitles and social networks put between words is taken out, and no word with it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.parsing.request import parse
from handlers.parsing.tidy import tidy


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        # web pages
        pytest.param("The bridge is open.[1] It will stay open.[12][13]", "The bridge is open. It will stay open.", id="notes"),
        pytest.param("The bridge is open [1] [2]. It stays.", "The bridge is open. It stays.", id="notes, with blanks"),
        pytest.param("The bridge[3–5] is open[note 2] and safe.[citation needed]", "The bridge is open and safe.", id="notes of other kinds"),
        pytest.param("Die Brücke ist offen.¹ Sie bleibt es.²³", "Die Brücke ist offen. Sie bleibt es.", id="raised numbers"),
        pytest.param("Le pont¹ est ouvert", "Le pont est ouvert", id="raised number at a word"),
        pytest.param("The bridge is open.12 It will stay open.3", "The bridge is open. It will stay open.", id="number behind a full stop"),
        pytest.param("“The bridge is open.”7", "“The bridge is open.”", id="number behind a mark"),
        pytest.param("<p>The <i>bridge</i> is <b class='x'>open</b></p>", "The bridge is open", id="tags"),
        pytest.param("The bridge<sup>4</sup> is open<br/>again", "The bridge is open\nagain", id="raised tag, line break"),
        pytest.param('The <a href="https://a.example/b?c=1">bridge</a> is open', "The bridge is open", id="link"),
        pytest.param("Trade &amp; peace, &quot;now&quot; &lt; later&nbsp;on", 'Trade & peace, "now" < later\xa0on', id="entities"),
        pytest.param("Fish &amp;amp; chips&#8217; &#x2014; no", "Fish & chips’ — no", id="entities, twice escaped"),
        pytest.param("immi\xad\nnent dan\xadger", "imminent danger", id="soft hyphens"),
        pytest.param("They was [sic] here (sic!) before", "They was here before", id="sic"),
        pytest.param("Es tut mir Leid [sic!]. Punkt", "Es tut mir Leid. Punkt", id="sic, German"),
        # subtitles and podcast pages
        pytest.param(
            "1\n00:01:02,000 --> 00:01:04,500\nNous sommes prêts\n\n2\n00:01:05,000 --> 00:01:07,000\nà partir",
            "Nous sommes prêts\nà partir",
            id="SubRip",
        ),
        pytest.param(
            "WEBVTT\n\n00:02.000 --> 00:04.000 align:start\n<c.y>We are ready</c>\n\n00:04.100 --> 00:06.000\nto leave",
            "We are ready\nto leave",
            id="WebVTT",
        ),
        pytest.param("we will not\n\n1:59\n\nleave the city\n\n2:03\n\nto them", "we will not\nleave the city\nto them", id="times"),
        pytest.param("0:01\nmy parents\n0:04\nbuilt this house", "my parents\nbuilt this house", id="times, no blank lines"),
        pytest.param("[00:12:31] We are ready\n[00:12:40] to leave", "We are ready\nto leave", id="times in brackets"),
        pytest.param("Ann Smith (01:59):\nWe are ready", "Ann Smith:\nWe are ready", id="a speaker's time"),
        pytest.param("(1:02:03) Estamos listos para salir", "Estamos listos para salir", id="time in front"),
        # documents
        pytest.param(
            "We will build the bridge\n\n- 12 -\n\nand the road", "We will build the bridge\nand the road", id="page number"
        ),
        pytest.param(
            "We will build the bridge\n\nPage 3 of 14\n\nand the road", "We will build the bridge\nand the road", id="page of pages"
        ),
        pytest.param(
            "Wir bauen die Brücke\n\nSeite 4 von 9\n\nund die Straße", "Wir bauen die Brücke\nund die Straße", id="page, German"
        ),
        pytest.param(
            "We will build the bridge\n\n7\nCase 1:19-cv-00123 Document 4 Filed 01/02/19 Page 7 of 9\n\nand the road",
            "We will build the bridge\nand the road",
            id="running head of a court",
        ),
        pytest.param(
            "We will build the bridge\n\n14\n\nREMARKS OF THE MAYOR\n\nand the road",
            "We will build the bridge\nand the road",
            id="running head in capitals",
        ),
        pytest.param(
            "against proli-\n23\nAnnual Report 2003\nferation of arms", "against proli-\nferation of arms", id="head in a broken word"
        ),
        # posts
        pytest.param("1/ The bridge is open. 2/ It will stay open.", "The bridge is open. It will stay open.", id="numbering"),
        pytest.param("1/3 The bridge is open.\n2/3 It stays.\n3/3 Thanks.", "The bridge is open.\nIt stays.\nThanks.", id="numbering of all"),
        pytest.param("The bridge is open 🧵👇", "The bridge is open", id="emoji at the end"),
        pytest.param("🚨🚨 El puente está abierto 🎉", "El puente está abierto", id="emoji on both sides"),
        pytest.param("#OpenTheBridge is #now", "Open The Bridge is now", id="hashtags"),
        pytest.param("#ÖffnetDieBrücke", "Öffnet Die Brücke", id="hashtag, German"),
        pytest.param(
            "The bridge is open.\n9:30 AM · Jan 2, 2020 · Web App\n1.2K Reposts 300 Likes", "The bridge is open.", id="time and counters"
        ),
        pytest.param("The bridge is open. Show more", "The bridge is open. Show more", id="words that look like a button"),
        pytest.param("The bridge is open…\nShow more", "The bridge is open…", id="button"),
        pytest.param("The bridge is open. https://t.co/Ab1 pic.twitter.com/Cd2", "The bridge is open.", id="addresses at the end"),
    ],
)  # fmt: skip
def test_what_stands_between_words_goes(pasted: str, words: str) -> None:
    assert tidy(pasted) == words


@pytest.mark.parametrize(
    "words",
    [
        "[T]he bridge is open",
        "We have [7] houses and [a] boat",
        "The change was -0.42 points, not 0.42",
        "inflation is < 2 percent and > 1 percent",
        "if a < b and c > d then stop",
        "3/4 of the members voted 5-3",
        "1/2 of us and 1/3 of you",
        "24/7 and 9/11",
        "an area of 12 km² and 3 m³, 10² times",
        "Version 2.0, No.10 and p.12, art.5",
        "It rose by .12 percent",
        "AT&T; R&D and &c.",
        "We meet at 9:30 and leave at 10:15",
        "We have\n42\nships",
        "Proverbs 3:16\nsays much",
        "I ❤️ this city",
        "We are #1 in C# and F#",
        "write to me@example.org, item #12",
        "He said (sick) and classic",
        "TOTAL VICTORY\n\nis ours",
        "See https://a.example/b#c for more",
        "at 420 or [hold] shares",
        "It cost $5 million in 2019-20",
    ],
)
def test_no_word_that_looks_like_it_goes(words: str) -> None:
    assert tidy(words) == words


PIECES = st.sampled_from(
    [
        *("word ", "Word. ", "A", "12", "3/4 ", "1/ ", "[1]", "[sic]", "¹", ".12", "<i>", "</i>", "<br>", "&amp;", "&lt;", "amp;"),
        *("\n", "\n\n", "1:59", "00:01:02,000 --> 00:01:03,000", "12", "Page 3 of 4", "@handle", "Ann Smith", "#TagTwo", "🚀"),
        *("10 Likes", "Show more", "9:30 AM · Jan 2, 2020", "\xad", "-", "“", "”", '"', " ", "(0:01)", "HEAD", "&", "#", "lt;", "sup>"),
        *("> ", ":", "https://t.co/x", "[00:12]", "WEBVTT", "Replying to"),
    ]
)  # fmt: skip
PASTES = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))


@given(PASTES)
def test_tidying_twice_is_tidying_once(pasted: str) -> None:
    assert tidy(tidy(pasted)) == tidy(pasted)


@given(PASTES)
def test_every_letter_that_is_left_was_pasted_in_that_order(pasted: str) -> None:
    rest = iter(pasted)
    assert all(char in rest for char in re.sub(r"[^\w]|_", "", tidy(pasted)) if char.isalnum())


WORDS = st.lists(st.sampled_from("we shall fight on the beaches and never give in".split()), min_size=3).map(
    " ".join
)


@given(WORDS)
def test_plain_words_stay_as_they_are(words: str) -> None:
    assert tidy(words) == words
    assert parse(words).quotes[0].text == words
