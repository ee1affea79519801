"""A brief as the document that goes with its short form: as PDF, or as Markdown where the font lacks its letters."""

import re

from corpus.errors import QuoteError
from handlers.briefs.brief import Brief
from handlers.briefs.render import markdown, numbered, sentence_line, source_facts
from handlers.messages import say
from handlers.replies.reply import Attached

_NO_NAME = re.compile(r"[^\w]+")
_LONGEST_NAME = 60


def attach(brief: Brief) -> Attached:
    """Return the whole brief: its bytes under a name that says what it is on, and its sections in words."""
    from handlers.briefs.pdf import pdf  # here, for its fonts take long to load

    try:
        ending, content = "pdf", pdf(brief)
    except QuoteError:
        ending, content = "md", markdown(brief).encode()
    words = _NO_NAME.sub("-", brief.verdict.quote.text.encode("utf-8", "ignore").decode()).strip("-").lower()
    sections = [
        (section.heading.title, tuple(f"{sentence_line(one)}{numbered(one)}" for one in section.sentences))
        for section in brief.sections
    ]
    sources = tuple(f"[{note.number}] {source_facts(note)}" for note in brief.footnotes)
    return Attached(
        name=f"brief-{words[:_LONGEST_NAME].rstrip('-') or 'quote'}.{ending}",
        title=say("briefs.title", list=" ".join(brief.title.split()))[:200],
        content=content,
        sections=(*sections, *(((say("briefs.sources"), sources),) if sources else ())),
    )
