"""Names that stand for one person, people who are taken for each other, and parents with children of one name.

The list that ships is `data/people.txt`, which describes its form; `use_own` adds a list of whoever installs the
program. Names are compared by their folded words, so that case, accents and punctuation do not count.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from corpus.errors import SettingsError
from corpus.language.tokens import fold


@dataclass(frozen=True, slots=True)
class People:
    """What is known of people: the names of each, by folded name; pairs that differ; the elder and the younger of two.

    `native` are names in Han characters as they stand in the list: folding these needs a table that is slow to load.
    """

    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    elders: frozenset[str] = frozenset()
    youngers: frozenset[str] = frozenset()
    native: dict[str, tuple[str, ...]] = field(default_factory=dict)


_HAN = re.compile(r"[\u3400-\u9fff]")
_own: list[str] = []


def use_own(path: Path | None) -> None:
    """Add the people of a file to those that ship; None takes them away again.

    Raises SettingsError where the file cannot be read or a line is not of the described form.
    """
    lines: list[str] = []
    if path:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"VERBATIM_ALIASES: {path} cannot be read: {error}") from error
    read_people(lines)
    _own[:] = lines
    known_people.cache_clear()
    _by_characters.cache_clear()


@lru_cache(maxsize=1)
def known_people() -> People:
    """Return everybody who ships and everybody who was added."""
    shipped = (files("corpus.language") / "data" / "people.txt").read_text(encoding="utf-8").splitlines()
    return read_people([*shipped, *_own])


def read_people(lines: Iterable[str]) -> People:
    """Read lines of the form that `data/people.txt` describes; raise SettingsError where one has another.

    >>> read_people(["Mark Twain = Samuel Clemens"]).names["samuel clemens"]
    ('Mark Twain', 'Samuel Clemens')
    """
    groups: dict[str, tuple[str, ...]] = {}
    native: dict[str, tuple[str, ...]] = {}
    apart: set[frozenset[str]] = set()
    elders: set[str] = set()
    youngers: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        signs = set(_SIGN.findall(line))
        parts = [part.strip() for part in _SIGN.split(line)[::2]]
        if len(signs) != 1 or not all(parts) or (signs != {"="} and len(parts) != 2):
            raise SettingsError(
                f"Line {number} of the list of people has no names of the form A = B: {line[:80]!r}"
            )
        sign = signs.pop()
        if sign == "=":
            written = [part for part in parts if not _HAN.search(part)]
            known = [name for part in written for name in groups.get(name_key(part), ())]
            joined = tuple(dict.fromkeys((*known, *parts)))
            groups.update((name_key(name), joined) for name in joined if not _HAN.search(name))
            native.update((name, joined) for name in joined if _HAN.search(name))
        elif sign == "!=":
            apart.add(frozenset(map(name_key, parts)))
        else:
            elder, younger = parts if sign == ">" else reversed(parts)
            elders.add(name_key(elder))
            youngers.add(name_key(younger))
    return People(groups, frozenset(apart), frozenset(elders), frozenset(youngers), native)


_SIGN = re.compile(r"\s(!=|=|>|<)\s")


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Return a name's folded words; a handle keeps its sign.

    >>> name_key("Mary-Ann O'Neil"), name_key("@ElonMusk")
    ('mary ann o neil', '@elonmusk')
    """
    handle = "@" if name.strip().startswith("@") else ""
    return handle + " ".join(re.findall(r"\w+", fold(name)))


def other_names(name: str) -> tuple[str, ...]:
    """Return all names of whoever goes by a name, the name itself among them; none where nobody is known by it.

    >>> other_names("Samuel Clemens")[0], other_names("Ann Speaker")
    ('Mark Twain', ())
    """
    if _HAN.search(name):
        return _by_characters().get(name_key(name), ())
    key = name_key(name)
    names = known_people().names
    article, _, rest = key.partition(" ")
    return names.get(key) or (names.get(rest, ()) if article in _ARTICLES else ())


_ARTICLES = frozenset("the le la el il o der die".split())


@lru_cache(maxsize=1)
def _by_characters() -> dict[str, tuple[str, ...]]:
    return {name_key(name): names for name, names in known_people().native.items()}
