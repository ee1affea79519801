"""WordNet's database files, read into Python: synsets, senses with their weights, exceptions.

Only the builder beside it uses this; the program reads the distilled lexicon. Format: the manual page wndb(5WN).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_SENSE_KEY_POS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
_QUANTITY = 23  # the lexicographer file noun.quantity

SynsetId = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A relation to another synset; `source` and `target` number the words it joins, 0 for all."""

    symbol: str
    synset: SynsetId
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Synset:
    """Words that share a meaning."""

    id: SynsetId
    lexfile: int
    satellite: bool
    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]
    gloss: str

    @property
    def counts(self) -> bool:
        """Return whether it is a numeral: one of its words is written in digits."""
        return any(word[0].isdigit() for word in self.words)

    @property
    def quantity(self) -> bool:
        """Return whether it names a quantity or a unit."""
        return self.lexfile == _QUANTITY


def _pos(letter: str) -> str:
    return "a" if letter == "s" else letter


def _word(field: str) -> str:
    return field.partition("(")[0]  # an adjective may carry its position: "galore(ip)"


def _read_synset(line: str, pos: str) -> Synset:
    facts, _, gloss = line.partition(" | ")
    fields = facts.split()
    count = int(fields[3], 16)
    words = tuple(_word(field) for field in fields[4 : 4 + 2 * count : 2])
    start = 5 + 2 * count
    pointers = []
    for index in range(int(fields[start - 1])):
        symbol, offset, letter, ends = fields[start + 4 * index : start + 4 * index + 4]
        source, target = bytes.fromhex(ends)
        pointers.append(Pointer(symbol, (_pos(letter), offset), source, target))
    return Synset((pos, fields[0]), int(fields[1]), fields[2] == "s", words, tuple(pointers), gloss.strip())


class WordNet:
    """The database in one directory: data.*, index.*, *.exc and cntlist.rev."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def _lines(self, name: str) -> Iterator[str]:
        with (self._directory / name).open(encoding="utf-8") as lines:
            for line in lines:
                if not line.startswith("  "):  # the licence stands before the data
                    yield line

    @cached_property
    def synsets(self) -> dict[SynsetId, Synset]:
        """Every synset by its id."""
        return {
            synset.id: synset
            for pos, name in FILES.items()
            for synset in (_read_synset(line, pos) for line in self._lines(f"data.{name}"))
        }

    @cached_property
    def senses(self) -> dict[tuple[str, str], list[SynsetId]]:
        """The synsets of a lemma and part of speech, most frequent first."""
        found = {}
        for pos, name in FILES.items():
            for line in self._lines(f"index.{name}"):
                fields = line.split()
                found[fields[0], pos] = [(pos, offset) for offset in fields[-int(fields[2]) :]]
        return found

    @cached_property
    def _tagged(self) -> dict[tuple[str, str, int], int]:
        counts: dict[tuple[str, str, int], int] = defaultdict(int)
        for line in self._lines("cntlist.rev"):
            key, sense, count = line.split()
            lemma, _, rest = key.partition("%")
            counts[lemma, _SENSE_KEY_POS[rest[0]], int(sense)] += int(count)
        return counts

    @cached_property
    def shares(self) -> dict[tuple[str, SynsetId], float]:
        """How much of a lemma's use, within its part of speech, is one sense of it.

        Counts are those of the sense-tagged texts; a sense that was never seen still weighs by its rank.
        """
        found = {}
        for (lemma, pos), ids in self.senses.items():
            weights = [self._tagged[lemma, pos, rank] + 1 / rank for rank in range(1, len(ids) + 1)]
            total = sum(weights)
            for synset, weight in zip(ids, weights, strict=True):
                found[lemma, synset] = weight / total
        return found

    def uses(self, lemma: str, pos: str) -> float:
        """How often a lemma was tagged with a part of speech, at least one for each where it exists."""
        ids = self.senses.get((lemma, pos), [])
        return sum(self._tagged[lemma, pos, rank] for rank in range(1, len(ids) + 1)) + 1.0 if ids else 0.0

    def exceptions(self) -> Iterator[tuple[str, str, str]]:
        """Irregular forms: part of speech, form, lemma."""
        for pos, name in FILES.items():
            for line in self._lines(f"{name}.exc"):
                form, *lemmas = line.split()
                for lemma in lemmas:
                    yield pos, form, lemma
