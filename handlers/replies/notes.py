"""What else to know about a verdict, in sentences that stand alone: each difference, each flag."""

import re
from itertools import islice

from corpus.language.function_words import IF_ABROAD, IF_UNSPACED
from corpus.language.speakers import find_namesakes, same_speaker
from corpus.language.stems import STOP_WORDS
from corpus.verdict import Change, Evidence, Flag, Kind, Verdict
from handlers.replies.formatting import count, language_name, line, listing, quoted, say_date, say_when
from handlers.replies.links import web_address
from handlers.replies.verdict_sentences import CARE

_NOTES_IN_ORDER = (
    *CARE,
    Flag.NARROWER,
    Flag.BROADER,
    Flag.TRANSLATION,
    Flag.SECOND_HAND,
    Flag.EXCERPT,
    Flag.ABRIDGED,
)

_KINDS = {
    Kind.NEGATION: "Negation",
    Kind.NUMBER: "Number",
    Kind.DATE: "Date",
    Kind.UNIT: "Unit",
    Kind.NAME: "Name",
    Kind.MODALITY: "How certain or binding",
    Kind.QUANTIFIER: "How many or how far",
    Kind.ANTONYM: "Opposite",
    Kind.CONDITION: "Condition",
    Kind.TENSE: "Tense",
    Kind.REPLACED: "Replaced",
    Kind.INSERTED: "Added",
    Kind.OMITTED: "Left out",
    Kind.SYNONYM: "Near-synonym",
    Kind.INFLECTION: "Form of the word",
    Kind.FUNCTION_WORD: "Small word",
    Kind.FILLER: "Filler",
    Kind.SPELLING: "Spelling",
    Kind.REORDERED: "Order",
}
_MOST_CHANGES = 8
_MOST_HARMLESS = 4

_CONDITION = re.compile(
    rf"\b(?:(?:if|unless|provided|assuming|as long as|in case|on condition that|falls|{IF_ABROAD})\b|s[’']|{IF_UNSPACED})"
    r"[^,;:.!?…—\n，；：。！？]{3,100}",
    re.IGNORECASE,
)


# --- what differs -----------------------------------------------------------------------------------------------


def say_change(change: Change) -> str:
    """One difference, in a sentence.

    >>> say_change(Change(Kind.NEGATION, "will", "will not"))
    'Negation: the source says “will not”, the quote says “will”.'
    """
    label, source, quote = _KINDS[change.kind], change.wording.strip(), change.quote.strip()
    if source and quote:
        return f"{label}: the source says {quoted(source)}, the quote says {quoted(quote)}."
    if source:
        return f"{label}: the source says {quoted(source)}, and the quote does not."
    if quote:
        return f"{label}: the quote says {quoted(quote)}, and the source does not."
    return f"{label}: the quote differs from the source."


def say_changes(changes: tuple[Change, ...]) -> tuple[str, ...]:
    """Each difference in a sentence, those that change the meaning first; of a long row the rest is counted."""
    unique = tuple(dict.fromkeys(changes))
    matter = [say_change(change) for change in unique if change.kind.matters]
    harmless = [say_change(change) for change in unique if not change.kind.matters]
    said = matter[:_MOST_CHANGES]
    if len(matter) > _MOST_CHANGES:
        said.append(
            f"{_and_more(len(matter) - _MOST_CHANGES)} that {_verb(len(matter) - _MOST_CHANGES)} the meaning."
        )
    if harmless and matter:
        said.append(
            f"{count(len(harmless), 'smaller difference')} besides, which {_leave(len(harmless))} the meaning as it is."
        )
        return tuple(said)
    said += harmless[:_MOST_HARMLESS]
    if len(harmless) > _MOST_HARMLESS:
        said.append(f"{_and_more(len(harmless) - _MOST_HARMLESS)} of this small kind.")
    return tuple(said)


def _and_more(number: int) -> str:
    return f"And {number:,} more {'difference' if number == 1 else 'differences'}"


def _verb(number: int) -> str:
    return "changes" if number == 1 else "change"


def _leave(number: int) -> str:
    return "leaves" if number == 1 else "leave"


# --- what else to know ------------------------------------------------------------------------------------------


def say_notes(verdict: Verdict) -> tuple[str, ...]:
    """A sentence for each flag, those first that matter most to whoever is about to print the quote."""
    flags = tuple(say_flag(flag, verdict) for flag in _NOTES_IN_ORDER if flag in verdict.flags)
    namesakes = _say_namesakes(verdict)
    return (namesakes, *flags) if namesakes else flags


def _say_namesakes(verdict: Verdict) -> str:
    """That the name asked about fits several people of the record, by name; empty where it does not.

    Nobody is chosen among them: what is found is shown under its own speaker's full name.
    """
    claimed = verdict.quote.speaker
    people = find_namesakes(claimed, [one.speaker for one in verdict.candidates]) if claimed else ()
    if len(people) < 2:
        return ""
    return (
        f"{quoted(line(claimed or ''))} can be more than one person here: {listing([line(one) for one in people], 6)}. "
        "Ask with the full name to search for one of them."
    )


def say_flag(flag: Flag, verdict: Verdict) -> str:
    """One flag, in a sentence that needs no other."""
    special = _SPECIAL_NOTES.get(flag)
    return special(verdict) if special else _NOTES[flag]


_NOTES = {
    Flag.EXCERPT: "This is part of a longer sentence; the rest of it is shown.",
    Flag.ABRIDGED: "The quote leaves words out, and says so with an ellipsis; the source has them.",
    Flag.QUESTION: "In the source this is a question, not a claim.",
    Flag.QUOTING_OTHERS: "In the source the speaker is quoting somebody else here.",
    Flag.OUT_OF_CONTEXT: "The sentence around these words changes what they mean. Read it before you use them.",
}


def _translation(verdict: Verdict) -> str:
    original = next((one for one in verdict.renderings if not one.statement.translated), None)
    if not original:
        return "This is a translation; the record does not hold the original words."
    language = language_name(original.statement.language)
    return f"This is a translation; the original{', in ' + language + ',' if language else ''} is among the other wordings."


def _second_hand(verdict: Verdict) -> str:
    shown = (verdict.closest, *verdict.renderings)
    sources = (evidence.statement.source.provenance for evidence in shown if evidence)
    if any(provenance and provenance.primary for provenance in sources):
        return "This wording is a news report’s; a transcript or an official release is among the other wordings."
    linked = verdict.closest and web_address(verdict.closest.statement.source.primary_url)
    return (
        "Only news reports have these words: the record holds no transcript and no official release of them"
        f"{'. The primary source is linked, but its own wording is not in the record' if linked else ''}."
    )


def _disputed(verdict: Verdict) -> str:
    closest = verdict.closest
    others = (one.statement for one in verdict.renderings)
    other = next(
        (s for s in others if closest and not same_speaker(s.speaker, closest.statement.speaker)), None
    )
    if not other:
        return "Sources disagree about these words: the other wording is shown."
    where = f" ({line(other.source.publisher)})" if other.source.publisher else ""
    return f"Sources disagree about who said this: another source{where} has these words from {line(other.speaker)}."


def _withdrawn(verdict: Verdict) -> str:
    on = say_when(verdict.closest.statement.withdrawn) if verdict.closest else ""
    return f"The source has since corrected or removed this wording{f', as was seen {on}' if on else ''}."


def _conditional(verdict: Verdict) -> str:
    clause = find_condition(verdict.closest) if verdict.closest else ""
    return f"In the source these words hang on a condition{': ' + quoted(clause) if clause else ''}."


def find_condition(evidence: Evidence) -> str:
    """The words of the source that set the condition; empty where they are not at hand.

    The sentence of the wording is searched first, then what stands around it.
    """
    sentence_before = re.split(r"(?<=[.!?…])\s+", evidence.before)[-1]
    sentence_after = re.split(r"(?<=[.!?…])\s+", evidence.after)[0]
    near = (evidence.wording, sentence_before, sentence_after, evidence.before, evidence.after)
    found = (match[0].strip() for text in near if (match := _CONDITION.search(text)))
    return next(found, "")


def _date_mismatch(verdict: Verdict) -> str:
    quote = verdict.quote
    recorded = say_when(verdict.closest.statement.source.date) if verdict.closest else ""
    since, until = say_date(quote.since), say_date(quote.until)
    if since and until:
        asked = since if since == until else f"{since} to {until}"
    else:
        asked = f"{since} or later" if since else f"{until} or earlier" if until else ""
    has = f"the record has this {recorded}" if recorded else "the record has another date"
    return f"The date does not fit: {has}{'; you asked about ' + asked if asked else ''}."


def _narrower(verdict: Verdict) -> str:
    return f"The quote is narrower than the source{_scope(verdict)}."


def _broader(verdict: Verdict) -> str:
    return f"The quote is broader than the source{_scope(verdict)}."


_SPECIAL_NOTES = {
    Flag.TRANSLATION: _translation,
    Flag.SECOND_HAND: _second_hand,
    Flag.CONDITIONAL: _conditional,
    Flag.DISPUTED: _disputed,
    Flag.WITHDRAWN: _withdrawn,
    Flag.DATE_MISMATCH: _date_mismatch,
    Flag.NARROWER: _narrower,
    Flag.BROADER: _broader,
}
_LIMITED = re.compile(r"\b(any|all|every|each|some|no|most|many|few|several)\s+(\w+)", re.IGNORECASE)


def _scope(verdict: Verdict) -> str:
    """The two words that limit one noun, where they can be shown: “Western troops”, “any troops”."""
    wording = verdict.closest.wording if verdict.closest else ""
    for ours, theirs, quote_first in (
        (verdict.quote.text, wording, False),
        (wording, verdict.quote.text, True),
    ):
        for limited in islice(_LIMITED.finditer(theirs), 30):
            other = re.search(rf"\b(\w+)\s+{re.escape(limited[2])}\b", ours, re.IGNORECASE)
            if other and other[0].lower() != limited[0].lower() and other[1].lower() not in STOP_WORDS:
                quote, source = (limited[0], other[0]) if quote_first else (other[0], limited[0])
                return f": it says {quoted(quote)}, the source {quoted(source)}"
    return ""
