"""Build the readings of Japanese names that ship: python -m corpus.language.data.build_japanese_names DIRECTORY [OUTPUT].

DIRECTORY holds the package `janome` of Janome (Apache-2.0), which carries the entries of MeCab's IPADIC; NAIST's
licence of these is in JAPANESE-NAMES-LICENSE.txt. The program itself never runs this.
"""

import gzip
import re
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

from anyascii import anyascii

from corpus.language.tokens import fold

_KINDS = {"名詞,固有名詞,人名,姓": "family", "名詞,固有名詞,人名,名": "given"}
_HAN = re.compile(r"[\u3400-\u9fff々ヶケノ]+")
_MOST = 3  # readings of one name, the most usual first


def _romaji(kana: str) -> str:
    """Write katakana in Latin letters; a small ya, yu or yo is one sound with the kana before it.

    >>> _romaji("ジュン"), _romaji("キョウコ"), _romaji("キヨシ")
    ('jun', 'kyouko', 'kiyoshi')
    """
    joined = re.sub("(.)([ャュョ])", lambda m: f"{anyascii(m[1])[:-1]}{anyascii(m[2])}", kana)
    return re.sub(r"(?<=sh|ch)y|(?<=j)y", "", anyascii(joined).lower())


def main() -> None:
    """Write each name with its kind and its readings in Latin letters, one a line."""
    directory, *output = sys.argv[1:]
    sys.path.insert(0, directory)
    entries = import_module("janome.sysdic").entries()
    readings: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for surface, _, _, cost, parts, _, _, _, kana, _ in entries.values():
        kind = _KINDS.get(parts)
        if kind and _HAN.fullmatch(surface):
            latin = _romaji(kana)
            known = readings[kind, fold(surface)]
            known[latin] = min(cost, known.get(latin, cost))
    lines = [
        f"{kind}\t{name}\t{' '.join(sorted(found, key=lambda latin: (found[latin], latin))[:_MOST])}"
        for (kind, name), found in sorted(readings.items())
    ]
    path = Path(*output) if output else Path(__file__).with_name("japanese_names.tsv.gz")
    path.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), mtime=0))


if __name__ == "__main__":
    main()
