"""The closed sets that everything else is built on."""

from corpus.verdict import Rating


def test_there_are_nine_ratings_and_their_codes_are_their_names() -> None:
    assert len(Rating) == 9
    assert all(rating.name == rating.value for rating in Rating)
