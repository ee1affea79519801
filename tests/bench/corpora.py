"""Real sentences to fill a record with, and queries made from them.

Statements are the sentences of the UN General Debate corpus; the data is no part of the project, so every
benchmark says what it misses and stops where it is not there. What was read once is kept under build/bench/.
"""

import gzip
import json
import random
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.text import sentences

OUT = Path("build/bench")
_SHORTEST = 3  # words: shorter ones are forms of address
_PUBLISHER = "United Nations General Debate Corpus"


class MissingDataError(Exception):
    """The data that a benchmark needs is not there."""


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
    """A file with the first rows of another, made once."""
    short = path.with_name(f"{path.stem}-{count}.jsonl")
    if not short.exists():
        with path.open(encoding="utf-8") as lines, short.open("w", encoding="utf-8") as out:
            out.writelines(line for _, line in zip(range(count), lines, strict=False))
    return short


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
