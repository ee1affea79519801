"""Real sentences to fill a record with, and queries made from them.

Statements are the sentences of the UN General Debate corpus, 1.18 million; what is wanted beyond them is made from
them. The data is no part of the project, so every benchmark says what it misses and stops where it is not there. What
was read or made once is kept under build/bench/.

How a sentence is made: a chain of pieces of three to five words, each from another real sentence; a piece goes on from
a word that the one before it ends with, and not as that one went on. So words and pairs of words are as frequent as in
real ones, the posting lists grow with the record, and yet a made sentence shares few longer runs of words with real
ones: the right answer to a query stays the only one.
"""

import gzip
import json
import random
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from corpus.language.sentences import sentences

OUT = Path("build/bench")
_SHORTEST = 3  # words: shorter ones are forms of address
_CHAINED = 300_000  # real sentences that others are made from
_TRIES = 8  # to go on otherwise; a rare word has no such place, and the next piece begins anywhere
_PUBLISHER = "United Nations General Debate Corpus"


class MissingDataError(Exception):
    """The data that a benchmark needs is not there."""


class MissingRecordError(Exception):
    """The record that a benchmark measures is not there, or not whole."""


@dataclass(frozen=True, slots=True)
class Query:
    """An altered fragment, and the sentence that it was taken from."""

    text: str
    origin: str


def sentence_file(data: Path) -> Path:
    """A file of all sentences in the import format, made once."""
    path = OUT / "ungdc-sentences.jsonl"
    if not path.exists():
        source = data / "corpora" / "ungdc.jsonl.gz"
        if not source.exists():
            raise MissingDataError(f"{source} is missing: name the folder that holds it with --data")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as out:
            for row in _statements(source):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        draft.rename(path)
    return path


def rows(path: Path, count: int | None = None) -> Iterator[dict[str, str]]:
    """The first rows of a file in the import format."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == count:
                return
            yield json.loads(line)


def head(path: Path, count: int) -> Path:
    """A file with the first rows of another, filled up with made ones where it has too few; made once."""
    short = path.with_name(f"{path.stem}-{count}.jsonl")
    if not short.exists():
        draft = short.with_suffix(".draft")
        real = 0
        with path.open(encoding="utf-8") as lines, draft.open("w", encoding="utf-8") as out:
            for _, line in zip(range(count), lines, strict=False):
                out.write(line)
                real += 1
            for row in _made(path, count - real):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        draft.rename(short)
    return short


def _made(path: Path, count: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """So many sentences in the import format, made from real ones (see above)."""
    if count <= 0:
        return
    rng = random.Random(seed)
    tokens: list[str] = []
    speakers: list[str] = []
    places: dict[str, list[int]] = {}
    for row in rows(path, _CHAINED):
        for word in row["text"].split():
            places.setdefault(word, []).append(len(tokens))
            tokens.append(word)
        speakers.append(row["speaker"])
    for number in track(range(count), "making sentences", console=Console(stderr=True)):
        length = rng.randint(8, 34)  # words; real ones have 21 on average
        words: list[str] = []
        at = rng.randrange(len(tokens))
        while len(words) < length:
            end = min(at + rng.randint(3, 5), len(tokens))
            words += tokens[at:end]
            at = _onward(tokens, places, end, rng)
        yield {
            "id": f"made-{number}",
            "text": " ".join(words),
            "speaker": rng.choice(speakers),
            "date": str(rng.randint(1946, 2024)),
            "title": "Made for a benchmark",
            "publisher": "Made from the " + _PUBLISHER,
            "language": "en",
        }


def _onward(tokens: Sequence[str], places: dict[str, list[int]], end: int, rng: random.Random) -> int:
    """Where the piece after the one that ends here begins: the same word stands before it, another follows."""
    for _ in range(_TRIES):
        at = rng.choice(places[tokens[end - 1]]) + 1
        if at < len(tokens) and tokens[at] != tokens[end % len(tokens)]:
            return at
    return rng.randrange(len(tokens))


def _statements(source: Path) -> Iterator[dict[str, str]]:
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            speech = json.loads(line)
            text = _unwrapped(speech["text"])
            title = f"General debate of the United Nations, session {speech['session']}: {speech['country']}"
            common = {
                "speaker": re.sub(r"\s+", " ", speech["speaker"] or "").strip()
                or f"Delegate of {speech['country']}",
                "date": str(speech["year"]),
                "title": title,
                "publisher": _PUBLISHER,
                "language": "en",
            }
            for number, (low, high) in enumerate(sentences(text)):
                sentence = text[low:high].strip()
                if len(sentence.split()) >= _SHORTEST:
                    yield {"id": f"{speech['id']}-{number}", "text": sentence, **common}


def _unwrapped(text: str) -> str:
    """Hard-wrapped lines joined; paragraphs stay apart."""
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.replace("\u00ad", "").splitlines()]
    full = [len(line) for line in lines if line]
    if len(full) > 15 and statistics.median(full) < 110:
        joined = "\n".join(lines)
        return re.sub(r"(?<![.!?:;”\"])\n+", " ", joined)
    return "\n".join(line for line in lines if line)


def queries(texts: Sequence[str], count: int = 300, seed: int = 1) -> list[Query]:
    """Fragments of 6 to 25 words of random sentences, one word in six replaced by a random one."""
    rng = random.Random(seed)
    vocabulary = sorted(
        {
            word.strip(".,;:!?\"'()").lower()
            for text in rng.sample(texts, min(5_000, len(texts)))
            for word in text.split()
        }
        - {""}
    )
    out: list[Query] = []
    while len(out) < count:
        origin = rng.choice(texts)
        words = origin.split()
        if len(words) < 6:
            continue
        length = rng.randint(6, min(25, len(words)))
        start = rng.randint(0, len(words) - length)
        fragment = words[start : start + length]
        for place in rng.sample(range(length), max(1, round(length / 6))):
            fragment[place] = rng.choice(vocabulary)
        out.append(Query(" ".join(fragment), origin))
    return out
