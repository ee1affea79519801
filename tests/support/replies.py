"""Replies to lay out: one with every part, and a strategy for the longest and the strangest."""

from dataclasses import dataclass

from hypothesis import strategies as st

from corpus.verdict import Rating
from handlers.replies.reply import Link, Mark, Remark, Reply, Span, Tone, Wording

HOSTILE = (
    "<!channel> <@U01ALICE> <#C01GEN|general> & &amp; *bold* _it_ ~no~ `code` "
    "<https://evil.example|label> :smile: > quoted\nnext line https://example.org"
)


def wording(heading: str = "Closest wording", match: str = "they will be legitimate targets") -> Wording:
    return Wording(
        heading,
        (
            Span("If any troops appear there, we assume that "),
            Span(match, Mark.MATCHED),
            Span(". And if decisions are reached that lead to peace, I see no sense in their presence."),
        ),
        ("Vladimir Putin", "5 September 2025", "Vladivostok", "Manila Bulletin (AP text)"),
        (
            Link("Manila Bulletin", "https://mb.example/2025/09/05/legitimate-targets"),
            Link("Kremlin transcript", "http://kremlin.example/77927"),
        ),
    )


def reply(**changed: object) -> Reply:
    """A reply with every part filled."""
    parts: dict[str, object] = {
        "rating": Rating.PARAPHRASED,
        "tone": Tone.CAUTION,
        "icon": "≈",
        "headline": "Documented, but not in these words",
        "summary": "This exact wording is not documented; something close is, in other words.",
        "question": "Western troops in Ukraine would be lawful targets",
        "speaker": "Vladimir Putin",
        "wording": wording(),
        "differences": (
            Span("Western ", Mark.REMOVED),
            Span("any ", Mark.ADDED),
            Span("troops would be "),
            Span("lawful", Mark.REMOVED),
            Span("legitimate", Mark.ADDED),
            Span(" targets"),
        ),
        "changes": ("“lawful” is “legitimate” in the source.",),
        "notes": ("The source is a translation.",),
        "others": (wording("Original, in Russian", "законные цели"),),
        "related": (wording("By somebody else", "Western peacekeepers would be targets"),),
        "remarks": (
            Remark(
                "Coast Check wrote “Mostly wrong”, on the claim “…”.",
                Link("A check", "https://check.example/1"),
            ),
        ),
        "reviewed": "Found by a service. Theirs, not mine.",
        "coverage": "Searched 126 statements from 1 source, 1801–2026.",
    }
    return Reply(**{**parts, **changed})  # type: ignore[arg-type]


_UNITS = (
    HOSTILE,
    '"',
    "\\",
    "слово ",
    "國",
    "word ",
    "\x00",
    "\ud800",
    "\u202e",
    "e\u0301",
    "👩‍👩‍👧 ",
    "\n",
    "",
)


@dataclass(frozen=True)
class Shape:
    """What a reply is to look like, small enough to be printed when a law is broken."""

    unit: str
    length: int
    spans: int
    sentences: int
    wordings: int
    address: int

    def reply(self) -> Reply:
        text = (self.unit * self.length)[: self.length]
        spans = tuple(
            Span(text[: self.length // (at % 7 + 1)], mark) for at in range(self.spans) for mark in Mark
        )
        link = Link(text, "https://source.example/" + "a" * self.address)
        one = Wording(text, spans, (text,) * self.sentences, (link,) * 2)
        return reply(
            headline="Documented " + text,
            summary=text,
            question=text,
            wording=one if self.wordings else None,
            differences=spans,
            changes=(text,) * self.sentences,
            notes=(text,) * self.sentences,
            parts=(one,) * self.wordings,
            others=(one,) * self.wordings,
            related=(one,) * self.wordings,
            remarks=(Remark(text, link),) * self.wordings,
            reviewed=text,
            coverage=text,
        )


shapes = st.builds(
    Shape,
    unit=st.sampled_from(_UNITS) | st.text(max_size=8),
    length=st.integers(0, 3000),
    spans=st.integers(0, 30),
    sentences=st.integers(0, 40),
    wordings=st.integers(0, 10),
    address=st.integers(0, 770),
)
