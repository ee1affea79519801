"""How fast documents are read: articles and quotations a second, and a made day of quotation files."""

import gzip
import json
import random
import time
from argparse import Namespace

from rich.console import Console

from corpus.sources.article import read_article
from corpus.sources.gdelt import Filters, gdelt_said

FILES = 96  # a day
ARTICLES, QUOTES = 2_700, 15_000  # a file, as observed by a public collector
ENGLISH = 0.45  # assumed: the files' own share is not documented
_VERBS = ("said", "told reporters", "added", "warned", "wrote")


def made_file(seed: int = 1) -> bytes:
    """A file of quotations in GDELT's form at its size, with invented people and words."""
    dice = random.Random(seed)
    words = (
        "the council harbour bridge people money we will not have this year new plan work city road".split()
    )

    def quotation() -> dict[str, str]:
        quote = " ".join(dice.choices(words, k=dice.randint(5, 30)))
        name = f"{dice.choice(('Ann', 'Boris', 'Mara'))} {dice.choice(('Lee', 'Kranz', 'Whitlock'))}"
        before = " ".join(dice.choices(words, k=15)).capitalize() + ". "
        return {
            "pre": before,
            "quote": quote,
            "post": f", {dice.choice(_VERBS)} {name}. The meeting went on for long.",
        }

    rows = [
        {
            "date": "20260901121500",
            "url": f"https://n{number % 900}.example/{number}",
            "lang": "ENGLISH" if dice.random() < ENGLISH else "SPANISH",
            "title": "News",
            "quotes": [quotation() for _ in range(QUOTES // ARTICLES + (number % 9 < 5))],
        }
        for number in range(ARTICLES)
    ]
    return gzip.compress("\n".join(map(json.dumps, rows)).encode())


async def collecting(_: Namespace) -> None:
    """Print the table; seconds of one core, without the record."""
    Console(width=160).print("\n## Reading\n\n| what | a second | |\n|---|---|---|")
    text = "\n".join(
        f"The council met. “We will have bridge number {n} in this city,” said Mara Whitlock, the mayor, on Tuesday."
        for n in range(6)
    )
    began = time.process_time()
    for _round in range(200):
        read_article(text)
    seconds = time.process_time() - began
    Console(width=160).print(
        f"| articles of six quotations | {200 / seconds:,.0f} | {1200 / seconds:,.0f} quotations |"
    )
    content = made_file()
    began = time.process_time()
    said, tally = gdelt_said("made", content, Filters())
    seconds = time.process_time() - began
    Console(width=160).print(
        f"| quotations of a GDELT file ({tally.articles:,} articles, {len(content) / 1e6:.1f} MB packed) | "
        f"{tally.quotations / seconds:,.0f} | {len(said):,} with a speaker; a day of {FILES} files: "
        f"{FILES * seconds / 60:.1f} minutes |"
    )
