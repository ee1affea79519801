"""A place is known by each of its names, and two places are never one."""

import pytest

from corpus.language import gazetteer


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("UK", "United Kingdom", id="short and long"),
        pytest.param("the United States", "America", id="with and without article"),
        pytest.param("Russia", "Russian Federation", id="official name"),
        pytest.param("Burma", "Myanmar", id="renamed"),
        pytest.param("KYIV", "Kiev", id="spelling and case"),
        pytest.param("Frenchman", "French", id="people"),
        pytest.param("Côte d’Ivoire", "Ivory Coast", id="curly apostrophe"),
    ],
)
def test_names_of_one_place_are_one(first: str, second: str) -> None:
    assert gazetteer.same_place(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("Iran", "Iraq", id="neighbours"),
        pytest.param("United States", "United Kingdom", id="alike in writing"),
        pytest.param("North Korea", "South Korea", id="north and south"),
        pytest.param("Niger", "Nigeria", id="one contains the other"),
        pytest.param("Guinea", "Guinea-Bissau", id="one begins the other"),
        pytest.param("Russia", "Soviet Union", id="successor"),
        pytest.param("Moscow", "Russia", id="capital and country"),
        pytest.param("France", "French", id="country and people"),
        pytest.param("Atlantis", "Atlantis", id="unknown"),
    ],
)
def test_two_places_are_never_one(first: str, second: str) -> None:
    assert not gazetteer.same_place(first, second)


def test_every_row_of_the_table_is_whole_and_its_id_its_own() -> None:
    rows = gazetteer._rows()
    assert len({(place.kind, place.id) for place, *_ in rows}) == len(rows)
    assert all(name == name.strip() and name for _, *columns in rows for column in columns for name in column)
    assert {place.kind for place, *_ in rows} == {"country", "region", "state", "city"}
