"""A verdict of every rating, with all that it comes with."""

from dataclasses import replace

from corpus.models import Coverage, Provenance, Quote, Source, Statement
from corpus.verdict import Change, Edit, Evidence, Flag, Kind, Rating, Segment, Verdict

COVERAGE = Coverage(126, 58, 25, "1801-03-04", "2026-01-08", "2026-01-09T10:12:00Z", ("Hansard",))
QUOTE = Quote("Western troops in Ukraine would be lawful targets", "Vladimir Putin")


def evidence(text: str, wording: str, **source: object) -> Evidence:
    statement = Statement(
        id="s1",
        speaker="Vladimir Putin",
        text=text,
        source=Source(
            publisher="TASS",
            title="Plenary session",
            url="https://tass.com/politics/2012993",
            date="2025-09-05",
            provenance=Provenance.WIRE,
        ),
        language="en",
    )
    start = text.index(wording)
    end = start + len(wording)
    found = Evidence(statement, 0, wording, start, end, text[:start], text[end:], 0.8)
    return replace(found, statement=replace(statement, **source))


CLOSEST = replace(
    evidence(
        "So it is. If any troops appear there, we assume that they will be legitimate targets. Full stop.",
        "they will be legitimate targets",
    ),
    changes=(Change(Kind.REPLACED, "lawful", "legitimate"),),
)
ORIGINAL = evidence("Это будут законные цели для их поражения", "законные цели", language="ru")
ASIDE = evidence("I do not see any sense in their presence", "I do not see any sense in their presence")
DIFFERENCE = (
    Segment("would be ", Edit.SAME),
    Segment("lawful", Edit.QUOTE),
    Segment("legitimate", Edit.SOURCE),
    Segment(" targets", Edit.SAME),
)


def verdict(rating: Rating, quote: Quote = QUOTE) -> Verdict:
    """A verdict with all that its rating comes with."""
    bare = Verdict(quote, rating, COVERAGE)
    match rating:
        case Rating.VERBATIM:
            return replace(bare, closest=replace(CLOSEST, changes=()), flags=(Flag.EXCERPT,))
        case Rating.REWORDED | Rating.ALTERED | Rating.MISATTRIBUTED:
            return replace(bare, closest=CLOSEST, difference=DIFFERENCE)
        case Rating.SPLICED:
            return replace(bare, closest=CLOSEST, parts=(CLOSEST, ASIDE))
        case Rating.PARAPHRASED:
            flags = (Flag.TRANSLATION, Flag.CONDITIONAL, Flag.NARROWER)
            return replace(bare, closest=CLOSEST, renderings=(ORIGINAL,), flags=flags, difference=DIFFERENCE)
        case Rating.NOT_DOCUMENTED:
            return replace(bare, related=(ASIDE,))
        case _:
            return bare
