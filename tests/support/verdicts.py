"""Verdicts to put into words: real ones of every rating, and any that a hostile record could lead to."""

from dataclasses import replace

from hypothesis import strategies as st

from corpus.models import Coverage, Provenance, Quote, Review, Reviewed, Source, Statement
from corpus.verdict import Change, Edit, Evidence, Flag, Kind, Rating, Segment, Verdict

PAGE = "https://tass.com/politics/2012993"
PRIMARY = "http://en.kremlin.ru/events/president/transcripts/speeches/77927"
TASS = Source(
    publisher="TASS",
    title="NATO troops in Ukraine",
    url=PAGE,
    primary_url=PRIMARY,
    date="2025-09-05",
    provenance=Provenance.WIRE,
)
RECORD = Coverage(126, 72, 25, "1770", "2026-02-13", "2026-02-14T08:30:00Z")


def evidence(
    wording: str = "these will be legitimate targets",
    *,
    before: str = "",
    after: str = "",
    id: str = "s1",  # noqa: A002 - the field's name
    speaker: str = "Vladimir Putin",
    source: Source = TASS,
    language: str | None = "en",
    translated: bool = False,
    utterance: str | None = None,
    start: int = 100,
    similarity: float = 0.9,
    changes: tuple[Change, ...] = (),
) -> Evidence:
    """A wording in its place."""
    statement = Statement(
        id,
        speaker,
        before + wording + after,
        source,
        role="President of Russia",
        language=language,
        translated=translated,
        utterance=utterance,
        context="Vladivostok",
    )
    return Evidence(
        statement,
        start - len(before),
        wording,
        start,
        start + len(wording),
        before,
        after,
        similarity,
        changes,
    )


def verdict(rating: Rating, speaker: str | None = "Putin") -> Verdict:
    """A verdict as the record would give it."""
    coverage = RECORD if speaker else replace(RECORD, by_speaker=None)
    quote = Quote("they will be lawful targets", speaker)
    found = evidence(before="We assume that ", after=" to be struck.")
    change = Change(Kind.NEGATION, "will", "will not")
    difference = (
        Segment("they will ", Edit.SAME),
        Segment("not ", Edit.SOURCE),
        Segment("be ", Edit.SAME),
        Segment("lawful", Edit.QUOTE),
    )
    small = Change(Kind.SYNONYM, "lawful", "legitimate")
    parts = (found, evidence("we proceed from this", start=700), evidence("full stop", id="s2"))
    bare = Verdict(quote, rating, coverage)
    return {
        Rating.VERBATIM: replace(bare, closest=found),
        Rating.REWORDED: replace(bare, closest=replace(found, changes=(small,)), difference=difference),
        Rating.ALTERED: replace(bare, closest=replace(found, changes=(change,)), difference=difference),
        Rating.SPLICED: replace(bare, closest=found, parts=parts),
        Rating.PARAPHRASED: replace(bare, closest=found),
        Rating.MISATTRIBUTED: replace(bare, closest=evidence(speaker="Sergey Lavrov")),
        Rating.NOT_DOCUMENTED: replace(
            bare, related=(evidence("troops are near", speaker="Maria Zakharova"),)
        ),
    }.get(rating, bare)


# Any verdict whatever, with hostile words in every field

WORDS = st.sampled_from(
    [
        *(
            "",
            " ",
            "a",
            "We shall fight",
            "if any troops come",
            "we will not",
            "Путин",
            "我们会赢",
            "\ud800",
            "\u202e",
            "a\nb",
        ),
        *(
            "<!channel>",
            "*b* _i_ `c`",
            "“”",
            "None",
            "x" * 400,
            "said",
            "any troops",
            "all troops",
            "\x00",
            "&amp;",
            "a|b",
        ),
    ]
)
URLS = (
    st.sampled_from(
        ["javascript:alert(1)", "https://a@b.example/", "data:,x", PAGE, "https://a.example/x.pdf", ""]
    )
    | WORDS
)
DATES = st.sampled_from(["2025-09-05", "2025-09", "2025", "0399", "soon", "2025-99-99"]) | st.none()
SOURCES = st.builds(
    Source,
    publisher=st.none() | WORDS,
    title=st.none() | WORDS,
    url=st.none() | URLS,
    primary_url=st.none() | URLS,
    date=DATES,
    provenance=st.none() | st.sampled_from(Provenance),
)
STATEMENTS = st.builds(
    Statement,
    id=st.sampled_from("abc"),
    speaker=WORDS,
    text=WORDS,
    source=SOURCES,
    role=st.none() | WORDS,
    language=st.none() | st.sampled_from(["en", "ru", "zh-Hant", "xx", "<b>"]),
    translated=st.booleans(),
    utterance=st.none() | st.just("u"),
    context=st.none() | WORDS,
)
CHANGES = st.lists(st.builds(Change, st.sampled_from(Kind), WORDS, WORDS), max_size=4).map(tuple)
EVIDENCE = st.builds(
    Evidence,
    statement=STATEMENTS,
    offset=st.integers(0, 50),
    wording=WORDS,
    start=st.integers(0, 5000),
    end=st.integers(0, 5000),
    before=WORDS,
    after=WORDS,
    similarity=st.floats(0, 1),
    changes=CHANGES,
)
SEVERAL = st.lists(EVIDENCE, max_size=2).map(tuple)
NUMBERS = st.integers(0, 10**7)
REVIEWS = st.builds(
    Review,
    claim=WORDS,
    claimant=WORDS,
    publisher=WORDS,
    rating=WORDS,
    url=URLS,
    title=WORDS,
    claimed=DATES,
    reviewed=DATES,
)
VERDICTS = st.builds(
    Verdict,
    quote=st.builds(Quote, WORDS, st.none() | WORDS, DATES, DATES),
    rating=st.sampled_from(Rating),
    coverage=st.builds(
        Coverage,
        NUMBERS,
        NUMBERS,
        st.none() | NUMBERS,
        DATES,
        DATES,
        DATES,
        st.lists(WORDS, max_size=6).map(tuple),
    ),
    flags=st.lists(st.sampled_from(Flag), unique=True).map(tuple),
    closest=st.none() | EVIDENCE,
    parts=SEVERAL,
    renderings=st.lists(EVIDENCE, max_size=3).map(tuple),
    related=SEVERAL,
    difference=st.lists(st.builds(Segment, WORDS, st.sampled_from(Edit)), max_size=4).map(tuple),
    reviewed=st.none()
    | st.builds(Reviewed, error=WORDS)
    | st.builds(Reviewed, st.lists(REVIEWS, max_size=5).map(tuple)),
)
