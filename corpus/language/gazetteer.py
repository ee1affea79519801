"""Countries, regions, US states and large cities, by every name that they and their people go by.

Only well-known places are here: a name that is missing says nothing.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `name` is the first that it is listed under, `kind` is country, region, state or city."""

    kind: str
    id: str
    name: str


def _key(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").removeprefix("the ").split())


def _rows() -> list[tuple[Place, list[str], list[str], list[str]]]:
    text = (files("corpus.language") / "data" / "places.tsv").read_text(encoding="utf-8")
    rows = []
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, place, *columns = line.split("\t")
            names, people, capital = (
                [part for part in column.split("|") if part] for column in [*columns, "", ""][:3]
            )
            rows.append((Place(kind, place, names[0]), names, people, capital))
    return rows


@cache
def _places() -> dict[str, frozenset[Place]]:
    found: dict[str, set[Place]] = {}
    for place, names, _, capital in _rows():
        city = [Place("city", f"{place.id}-capital", capital[0])] if capital else []
        for name in names:
            found.setdefault(_key(name), set()).add(place)
        for name in capital:
            found.setdefault(_key(name), set()).update(city)
    return {name: frozenset(places) for name, places in found.items()}


@cache
def _people() -> dict[str, frozenset[Place]]:
    found: dict[str, set[Place]] = {}
    for place, _, people, _ in _rows():
        for name in people:
            found.setdefault(_key(name), set()).add(place)
    return {name: frozenset(places) for name, places in found.items()}


def places(name: str) -> frozenset[Place]:
    """Return the places that go by a name: none, one, or several. Letter case does not count: "turkey" is one, too.

    >>> sorted(place.kind for place in places("Georgia")), places("Atlantis")
    (['country', 'state'], frozenset())
    """
    return _places().get(_key(name), frozenset())


def homes(people: str) -> frozenset[Place]:
    """Return the places whose people, or whose adjective, go by a name.

    >>> [place.name for place in homes("Frenchmen")]
    ['France']
    """
    return _people().get(_key(people), frozenset())


@cache
def country_names() -> dict[str, frozenset[str]]:
    """Return the single words that each country and its people go by, by the country's code.

    >>> sorted(country_names()["FR"])[:2]
    ['France', 'French']
    """
    return {
        place.id: frozenset(name for name in (*names, *people) if " " not in name)
        for place, names, people, _ in _rows()
        if place.kind == "country"
    }


def is_place(name: str) -> bool:
    """Return whether a name is that of a place or of its people.

    >>> is_place("the Netherlands"), is_place("Dutch"), is_place("Windmill")
    (True, True, False)
    """
    return bool(places(name) or homes(name))


def same_place(first: str, second: str) -> bool:
    """Return whether two names may stand for one place, or for its people.

    A place and its people are two things: "France" and "French" are no two names of one.

    >>> same_place("UK", "Britain"), same_place("Myanmar", "Burma"), same_place("Iran", "Iraq")
    (True, True, False)
    """
    return bool(places(first) & places(second) or homes(first) & homes(second))
