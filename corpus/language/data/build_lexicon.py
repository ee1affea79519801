"""Distil WordNet into the lexicon that ships: python -m corpus.language.data.build_lexicon DIRECTORY [OUTPUT].

DIRECTORY holds WordNet 3.0 (data.*, index.*, *.exc, cntlist.rev), as the Debian package wordnet-base
installs it in /usr/share/wordnet. The program itself never runs this.
"""

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, combinations, product
from math import sqrt
from pathlib import Path

from corpus.language.data.wordnet import FILES, Pointer, Synset, SynsetId, WordNet

# Two words are synonyms where this much of their use is the meaning that they share (geometric mean). It was
# set by eye on two hundred pairs of common words: below it stand "law, police", "end, stop", "house, family".
SYNONYM = 0.12
# A meaning is a main one of its word from here on: only main meanings hand on the opposites of their neighbours.
MAIN = 0.25

_PLAIN = re.compile(r"[a-z][a-z'-]*[a-z]")
_NEGATIVE = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "mis", "de", "anti", "anti-", "counter")
# After a prefix other than "un" and "non", a word is the opposite of its rest only if its definition says so:
# "discover", "deliberate" and "import" fail this.
_SAYS_NO = re.compile(
    r"\b(?:not?|never|lack\w*|without|absence|absent|fail\w*|refus\w*|opposite|opposed|opposing|contrary|against|"
    r"remov\w*|revers\w*|undo\w*|depriv\w*|free from|wrong\w*|bad\w*|incorrect\w*|false\w*|un\w+(?:ed|ing|able|ly))\b"
)
FUNCTION_WORDS = frozenset(Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").split())

Pairs = dict[tuple[str, str, str], float]


def _names(synset: Synset) -> Iterator[str]:
    """The single words of a synset that are no names and no function words."""
    for word in synset.words:
        if _PLAIN.fullmatch(word) and word not in FUNCTION_WORDS:
            yield word


def _note(pairs: Pairs, pos: str, first: str, second: str, weight: float = 1.0) -> None:
    if first != second:
        key = (pos, min(first, second), max(first, second))
        pairs[key] = pairs.get(key, 0.0) + weight


class Distiller:
    """Reads relations off WordNet as pairs of single words with their part of speech."""

    def __init__(self, wordnet: WordNet) -> None:
        self._net = wordnet
        self._numerals = {
            word for synset in wordnet.synsets.values() if synset.counts for word in synset.words
        }

    def _share(self, word: str, synset: SynsetId) -> float:
        return self._net.shares.get((word, synset), 0.0)

    def _main(self, synset: Synset) -> list[str]:
        return [word for word in _names(synset) if self._share(word, synset.id) >= MAIN]

    def _pos_share(self, word: str, pos: str) -> float:
        return self._net.uses(word, pos) / sum(self._net.uses(word, other) for other in FILES)

    def synonyms(self) -> Pairs:
        """Pairs that share enough of their use. The part of speech counts half: its ending may give it away."""
        shared: Pairs = {}
        for synset in self._net.synsets.values():
            for first, second in combinations(_names(synset), 2):
                if not (synset.counts or {first, second} <= self._numerals):
                    weight = self._share(first, synset.id) * self._share(second, synset.id)
                    _note(shared, synset.id[0], first, second, weight)
        strong: Pairs = {}
        for (pos, first, second), weight in shared.items():
            strength = sqrt(weight * sqrt(self._pos_share(first, pos) * self._pos_share(second, pos)))
            if strength >= SYNONYM:
                strong[pos, first, second] = strength
        return strong

    def _pointers(self, symbol: str) -> Iterator[tuple[Synset, Pointer, Synset]]:
        for synset in self._net.synsets.values():
            for pointer in synset.pointers:
                if pointer.symbol == symbol:
                    yield synset, pointer, self._net.synsets[pointer.synset]

    def _joined(self, symbol: str) -> Iterator[tuple[str, str, str, str]]:
        """Word, part of speech, word, part of speech of each relation between two words."""
        for source, pointer, target in self._pointers(symbol):
            if pointer.source and pointer.target:
                first, second = source.words[pointer.source - 1], target.words[pointer.target - 1]
                if _PLAIN.fullmatch(first) and _PLAIN.fullmatch(second):
                    yield first, source.id[0], second, target.id[0]

    def antonyms(self) -> Pairs:
        """Direct opposites, what is derived from them, and the main words of opposite meanings."""
        direct: Pairs = {}
        for first, pos, second, _ in self._joined("!"):
            _note(direct, pos, first, second)
        found = dict(direct)
        for pos, first, second in chain(self._derived(direct), self._across(), self._prefixed()):
            _note(found, pos, first, second)
        return found

    def _derived(self, direct: Pairs) -> Iterator[tuple[str, str, str]]:
        """Opposites among derived words of one make: stabilization and destabilization, actively and passively."""
        kin: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for first, pos, second, other in chain(self._joined("+"), self._joined("\\")):
            kin[pos, first].add((other, second))
            kin[other, second].add((pos, first))
        for pos, first, second in direct:
            for (one, left), (other, right) in product(kin[pos, first], kin[pos, second]):
                if one == other and left[-2:] == right[-2:]:
                    yield one, left, right

    def _cluster(self, head: Synset) -> set[str]:
        """The main words of a meaning, and the current ones of those that WordNet files under it as similar."""
        similar = (self._net.synsets[pointer.synset] for pointer in head.pointers if pointer.symbol == "&")
        near = chain.from_iterable(self._main(synset) for synset in similar)
        return set(self._main(head)) | {word for word in near if self._net.uses(word, head.id[0]) > 1}

    def _across(self) -> Iterator[tuple[str, str, str]]:
        for source, _, target in self._pointers("!"):
            for first, second in product(self._cluster(source), self._cluster(target)):
                yield source.id[0], first, second

    def _prefixed(self) -> Iterator[tuple[str, str, str]]:
        for word, pos in self._net.senses:
            for prefix in _NEGATIVE:
                rest = word.removeprefix(prefix)
                if rest != word and (rest, pos) in self._net.senses and self._denies(word, pos, rest):
                    yield pos, word, rest
        for word, pos in self._net.senses:
            full = f"{word.removesuffix('less')}ful"
            if word.endswith("less") and (full, pos) in self._net.senses:
                yield pos, word, full

    def _denies(self, word: str, pos: str, rest: str) -> bool:
        if len(rest) < 4:
            return False  # "union", "unit", "into"
        if word.startswith(("un", "non")):
            return True
        gloss = self._net.synsets[self._net.senses[word, pos][0]].gloss.split('; "')[0]
        return bool(_SAYS_NO.search(gloss))


def opposites(path: Path) -> Iterator[tuple[str, str, str]]:
    """The pairs of our own list, for any part of speech."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            left, right = line.split("|")
            for first, second in product(left.split(), right.split()):
                yield "x", min(first, second), max(first, second)


def _grouped(pairs: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, list[str]]]:
    grouped: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pos, first, second in sorted(pairs):
        grouped[first][pos].append(second)
    return grouped


def lines(wordnet: WordNet) -> Iterator[str]:
    """The lexicon's lines: word, its parts of speech, n=synonyms and n!antonyms; then, after a blank, the forms.

    A pair stands once, at the word that comes first in the alphabet.
    """
    distiller = Distiller(wordnet)
    antonyms = distiller.antonyms()
    synonyms = _grouped(pair for pair in distiller.synonyms() if pair not in antonyms)
    against = _grouped({*antonyms, *opposites(Path(__file__).with_name("opposites.txt"))})
    parts: dict[str, str] = dict.fromkeys(FUNCTION_WORDS, "x")
    for word, pos in wordnet.senses:
        if _PLAIN.fullmatch(word):
            parts[word] = parts.get(word, "") + pos
    for word in sorted(parts):
        fields = [word, parts[word]]
        fields += [f"{pos}={','.join(others)}" for pos, others in synonyms.get(word, {}).items()]
        fields += [f"{pos}!{','.join(others)}" for pos, others in against.get(word, {}).items()]
        yield "\t".join(fields)
    yield ""
    for form, pos, lemma in sorted((form, pos, lemma) for pos, form, lemma in wordnet.exceptions()):
        if _PLAIN.fullmatch(form) and _PLAIN.fullmatch(lemma) and form != lemma:
            yield f"{form}\t{pos}\t{lemma}"


def main(arguments: list[str]) -> None:
    """Write the lexicon, the same bytes for the same database."""
    output = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).with_name("lexicon.txt.gz")
    text = "\n".join(lines(WordNet(Path(arguments[0])))) + "\n"
    output.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
