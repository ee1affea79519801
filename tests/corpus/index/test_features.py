"""What a passage is found by: its stems and pairs, the same for a quote as for the statement that holds it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.load import starter
from corpus.index.features import BUCKETS, batch_features, codes, features
from corpus.language.stems import script, stem

TEXTS = st.one_of(st.sampled_from([s.text for s in starter()]), st.text(st.characters(), max_size=80))


def buckets(text: str) -> set[int]:
    alone, together = features(codes(text))
    return {*alone.tolist(), *together.tolist()}


@given(TEXTS)
def test_every_feature_is_a_bucket(text: str) -> None:
    assert all(0 <= bucket < BUCKETS for bucket in buckets(text))


@given(st.lists(TEXTS, max_size=6))
def test_features_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    found, owners = batch_features(texts)
    for n, text in enumerate(texts):
        assert set(found[owners == n].tolist()) == buckets(text)
    assert np.all(found[:-1] <= found[1:])


@given(st.sampled_from([s.text for s in starter()]), st.data())
def test_a_piece_of_a_text_has_no_feature_that_the_text_lacks(text: str, data: st.DataObject) -> None:
    words = text.split(" ")
    low = data.draw(st.integers(0, len(words)))
    high = data.draw(st.integers(low, len(words)))
    assert buckets(" ".join(words[low:high])) <= buckets(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Lawful TARGETS", "lawful target", id="case and plural"),
        pytest.param("don’t go there", "do not go there", id="contraction"),
        pytest.param("café society", "cafe society", id="accents"),
        pytest.param("русские войска", "русскими войсками", id="Russian forms"),
    ],
)
def test_writings_of_one_thing_have_the_same_features(one: str, other: str) -> None:
    assert buckets(one) == buckets(other)
    assert buckets(one)


@pytest.mark.parametrize("text", ["", "  ", "… —", "\ud800"])
def test_a_text_without_words_has_no_features(text: str) -> None:
    assert buckets(text) == set()


def test_a_rare_word_is_found_alone_and_a_small_one_only_beside_another() -> None:
    assert buckets("sovereignty") <= buckets("their sovereignty ends")
    assert buckets("sovereignty")
    assert not buckets("the")


def test_scripts_and_stems() -> None:
    assert [script(word) for word in ("troops", "войска", "القوات", "μάχη", "你")] == [
        "latin",
        "cyrillic",
        "arabic",
        "greek",
        "other",
    ]
    assert stem("你") == "你"
