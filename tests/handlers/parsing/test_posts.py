"""A post copied from a social network is a quote of the one who posted it."""

import pytest

from handlers.parsing.request import parse

BODY = "The bridge is open. It will stay open."


@pytest.mark.parametrize(
    ("pasted", "speaker"),
    [
        pytest.param(f"Ann Smith\n@annsmith\n{BODY}\n9:30 AM · Jan 2, 2020\n1.2K Retweets 30 Quote Tweets 5K Likes", "Ann Smith", id="X"),
        pytest.param(f"Ann Smith ✔️\n@AnnSmith\n·\n3h\n{BODY}\n12\n30\n1.5K\n20K", "Ann Smith", id="X, time line"),
        pytest.param(f"Ann Smith @annsmith · Jan 2\n{BODY}\nShow more", "Ann Smith", id="one line above"),
        pytest.param(f"Ann Smith\nVerified account\n@annsmith\nReplying to @bob\n{BODY}", "Ann Smith", id="a reply"),
        pytest.param(f"Ann Smith 🇺🇦\n@annsmith@mastodon.example\n{BODY} 🚀\nJan 02, 2020, 09:30\n3 boosts 5 favourites", "Ann Smith", id="Mastodon"),
        pytest.param(f"Ann Smith\n@ann.bsky.example\n·\n2d\n{BODY}\n5 replies 7 reposts 20 likes", "Ann Smith", id="Bluesky"),
        pytest.param(f"the bridge guy!!\n@annsmith\n{BODY}\n9:30 · 2 Jan 2020", "@annsmith", id="no name"),
        pytest.param(f"Did she post this?\n\nAnn Smith\n@annsmith\n{BODY}\n9:30 AM · Jan 2, 2020", "Ann Smith", id="a question above"),
        pytest.param(f"Ann Smith\nJanuary 2, 2020 ·\n{BODY}\n1.2K\n300 comments\nLike\nComment\nShare", "Ann Smith", id="no handle"),
        pytest.param(f"Анна Сміт\n@annsmith\n{BODY}\n9:30 · 2 Jan 2020", "Анна Сміт", id="Cyrillic name"),
        pytest.param(f"Ann Smith\n@annsmith\nAntwort an @bob\n{BODY}\nMehr anzeigen\n12 Antworten 30 „Gefällt mir“-Angaben", "Ann Smith", id="German"),
        pytest.param(f"Ann Smith\n@annsmith\nEn réponse à @bob\n{BODY}\n12 réponses 30 J’aime", "Ann Smith", id="French"),
        pytest.param(f"“{BODY}” — Ann Smith (@annsmith) January 2, 2020", "Ann Smith", id="embedded"),
        pytest.param(f'"{BODY}" @annsmith', "@annsmith", id="handle behind"),
        pytest.param(f'@annsmith: "{BODY}"', "@annsmith", id="handle in front"),
        pytest.param(f'"{BODY}" by @annsmith', "@annsmith", id="by a handle"),
    ],
)  # fmt: skip
def test_a_post_is_its_words_and_its_writer(pasted: str, speaker: str) -> None:
    (quote,) = parse(pasted).quotes
    assert (quote.text.strip(" 🚀"), quote.speaker) == (BODY, speaker)


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        pytest.param("We thank @annsmith\nfor the bridge", ("We thank @annsmith\nfor the bridge", None), id="a handle in a sentence"),
        pytest.param("We shall fight\non the beaches\nwith 12 likes of people", ("We shall fight\non the beaches\nwith 12 likes of people", None), id="likes in a sentence"),
        pytest.param("@Verbatim “We shall fight them”", ("We shall fight them", None), id="the bot"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_post_is_none(pasted: str, expected: tuple[str, str | None]) -> None:
    (quote,) = parse(pasted).quotes
    assert (quote.text, quote.speaker) == expected
