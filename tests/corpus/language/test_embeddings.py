"""What is close in meaning has close vectors, and what cannot be read is close to nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import embeddings
from tests.support.budget import budget


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        pytest.param(
            "The car would not start.", "Her automobile broke down.", "The choir sang a hymn.", id="cars"
        ),
        pytest.param(
            "Foreign soldiers will be legitimate targets.",
            "Troops from abroad would be lawful targets for strikes.",
            "Taxes on small companies will be cut next year.",
            id="soldiers",
        ),
        pytest.param("Unemployment fell.", "More people found jobs.", "The volcano erupted.", id="work"),
        pytest.param("doctors", "physicians", "umbrellas", id="words"),
    ],
)
def test_a_paraphrase_is_closer_than_another_matter(text: str, near: str, far: str) -> None:
    assert embeddings.closeness(text, near) > embeddings.closeness(text, far) + 0.1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n\t…—!?", id="marks"),
        pytest.param("Мы не хотим войны", id="Cyrillic"),
        pytest.param("我们不要战争", id="Chinese"),
        pytest.param("戦争はいらない", id="Japanese"),
        pytest.param("لا نريد الحرب", id="Arabic"),
        pytest.param("δεν θέλουμε πόλεμο", id="Greek"),
        pytest.param("https://example.org/a/war?b=peace @peace_now", id="addresses and handles"),
        pytest.param("x" * 100_000, id="one endless word"),
        pytest.param("\ud800\udfff", id="lone surrogates"),
    ],
)
def test_what_cannot_be_read_is_close_to_nothing(text: str) -> None:
    assert not embeddings.embed([text]).any()
    assert embeddings.closeness(text, "We do not want war") == 0.0
    assert embeddings.closeness(text, text) == 0.0


def test_vectors_stand_in_the_order_of_their_texts() -> None:
    texts = ["war", "мир", "peace talks", "", "war"]
    vectors = embeddings.embed(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == len(texts)
    assert np.array_equal(vectors[0], vectors[4])
    assert np.allclose(vectors[2], embeddings.embed(["peace talks"])[0])
    assert [bool(vector.any()) for vector in vectors] == [True, False, True, False, True]


def test_no_text_gives_no_rows() -> None:
    assert embeddings.embed([]).shape[0] == 0


@given(st.text(max_size=80))
def test_a_vector_has_length_one_or_nothing_and_never_changes(text: str) -> None:
    first, second = embeddings.embed([text]), embeddings.embed([text])
    assert np.array_equal(first, second)
    assert np.isclose(np.linalg.norm(first), 1.0, atol=1e-5) or not first.any()


@given(st.lists(st.sampled_from(["war", "peace", "Ukraine", "мир", "xyzzyq", "1945", "the"]), max_size=6))
def test_letter_case_and_marks_do_not_matter(some: list[str]) -> None:
    plain, loud = " ".join(some), ", ".join(some).upper() + "!"
    assert np.array_equal(embeddings.embed([plain]), embeddings.embed([loud]))


def test_words_are_compared_like_texts() -> None:
    assert embeddings.word_closeness("troops", "soldiers") == pytest.approx(
        embeddings.closeness("troops", "soldiers")
    )


def test_many_texts_are_read_quickly() -> None:
    texts = [f"We shall fight on the beaches and in the streets, number {number}." for number in range(2000)]
    embeddings.embed(texts)
    with budget(2):  # 0.1 s on a quiet core
        embeddings.embed(texts)


@pytest.mark.parametrize("unit", ["a.", "a-", "www.", "http://", "@", "aB", "é"])
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    with budget(3):
        embeddings.embed([unit * (100_000 // len(unit))])
