"""What else to know about a verdict, in sentences that stand alone: each difference, each flag."""

import re
from itertools import islice

from corpus.language.function_words import IF_ABROAD, IF_UNSPACED
from corpus.language.identity import Reason, find_namesakes, identify, same_speaker
from corpus.language.knowledge import english
from corpus.language.stems import STOP_WORDS
from corpus.models import Quote
from corpus.verdict import Change, Evidence, Flag, Kind, Verdict
from handlers.messages import say
from handlers.replies.formatting import language_name, line, listing, quoted, say_date, say_when
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
    Flag.QUOTED_ONLY,
    Flag.PARTLY_DOCUMENTED,
    Flag.CONTRADICTED,
)

_KINDS = {
    Kind.NEGATION: "answer.change_negation",
    Kind.NUMBER: "answer.change_number",
    Kind.DATE: "answer.change_date",
    Kind.UNIT: "answer.change_unit",
    Kind.NAME: "answer.change_name",
    Kind.MODALITY: "answer.change_modality",
    Kind.QUANTIFIER: "answer.change_quantifier",
    Kind.ANTONYM: "answer.change_antonym",
    Kind.CONDITION: "answer.change_condition",
    Kind.TENSE: "answer.change_tense",
    Kind.REPLACED: "answer.change_replaced",
    Kind.INSERTED: "answer.change_inserted",
    Kind.OMITTED: "answer.change_omitted",
    Kind.SYNONYM: "answer.change_synonym",
    Kind.INFLECTION: "answer.change_inflection",
    Kind.FUNCTION_WORD: "answer.change_function_word",
    Kind.FILLER: "answer.change_filler",
    Kind.SPELLING: "answer.change_spelling",
    Kind.REORDERED: "answer.change_reordered",
}
_MOST_CHANGES = 8
_MOST_HARMLESS = 4
_SENTENCE_END = r"(?<=[.!?…])\s+|(?<=[。！？؟])"

# "falls" is German for "if", and an English verb: no sign of a condition by itself, but here one is known to be there.
_IF = "|".join((*english().conditions.openers, *english().conditions.phrases, "falls", IF_ABROAD))
_CONDITION = re.compile(
    rf"\b(?:(?:{_IF})\b|s[’']|{IF_UNSPACED})"
    r"[^,;:.!?…—\n，；：。！？]{3,100}",
    re.IGNORECASE,
)


# --- what differs -----------------------------------------------------------------------------------------------


def say_change(change: Change) -> str:
    """One difference, in a sentence.

    >>> say_change(Change(Kind.NEGATION, "will", "will not"))
    'Negation: the source says “will not”, the quote says “will”.'
    """
    label, source, quote = say(_KINDS[change.kind]), change.wording.strip(), change.quote.strip()
    if source and quote:
        return say("answer.change_in_both", label=label, source=quoted(source), quote=quoted(quote))
    if source:
        return say("answer.change_in_source", label=label, source=quoted(source))
    if quote:
        return say("answer.change_in_quote", label=label, quote=quoted(quote))
    return say("answer.change_unspecified", label=label)


def say_changes(changes: tuple[Change, ...]) -> tuple[str, ...]:
    """Each difference in a sentence, those that change the meaning first; of a long row the rest is counted."""
    unique = tuple(dict.fromkeys(changes))
    matter = [say_change(change) for change in unique if change.kind.matters]
    harmless = [say_change(change) for change in unique if not change.kind.matters]
    said = matter[:_MOST_CHANGES]
    if len(matter) > _MOST_CHANGES:
        said.append(say("answer.more_changes_that_matter", count=len(matter) - _MOST_CHANGES))
    if harmless and matter:
        said.append(say("answer.smaller_changes_besides", count=len(harmless)))
        return tuple(said)
    said += harmless[:_MOST_HARMLESS]
    if len(harmless) > _MOST_HARMLESS:
        said.append(say("answer.more_small_changes", count=len(harmless) - _MOST_HARMLESS))
    return tuple(said)


# --- what else to know ------------------------------------------------------------------------------------------


def say_notes(verdict: Verdict) -> tuple[str, ...]:
    """A sentence for each flag, those first that matter most to whoever is about to print the quote."""
    flags = tuple(say_flag(flag, verdict) for flag in _NOTES_IN_ORDER if flag in verdict.flags)
    namesakes = _say_namesakes(verdict)
    return (namesakes, *flags) if namesakes else flags


def say_unused(quote: Quote) -> tuple[str, ...]:
    """Say which words beside the quote seem to name a speaker and were not used; empty where there are none."""
    return (say("answer.unused_name", part=line(quote.unused)),) if quote.unused else ()


def _say_namesakes(verdict: Verdict) -> str:
    """That the name asked about fits several people of the record, by name; empty where it does not.

    Nobody is chosen among them: what is found is shown under its own speaker's full name.
    """
    claimed = verdict.quote.speaker
    if not claimed:
        return ""
    roles = verdict.coverage.roles
    names = dict.fromkeys([*(one.speaker for one in verdict.candidates), *roles])
    people = find_namesakes(claimed, [name for name in names if identify(claimed, name, None, roles).may_be])
    if len(people) < 2:
        return ""
    return say(
        "answer.namesakes",
        part=quoted(line(claimed or "")),
        listing=listing([line(one) for one in people], 6),
    )


def say_flag(flag: Flag, verdict: Verdict) -> str:
    """One flag, in a sentence that needs no other."""
    special = _SPECIAL_NOTES.get(flag)
    return special(verdict) if special else say(_NOTES[flag])


_NOTES = {
    Flag.EXCERPT: "answer.note_excerpt",
    Flag.ABRIDGED: "answer.note_abridged",
    Flag.QUESTION: "answer.note_question",
    Flag.QUOTING_OTHERS: "answer.note_quoting_others",
    Flag.OUT_OF_CONTEXT: "answer.note_out_of_context",
    Flag.PARTLY_DOCUMENTED: "answer.note_partly_documented",
    Flag.QUOTED_ONLY: "answer.note_quoted_only",
    Flag.CONTRADICTED: "answer.note_contradicted",
}


def _name_unclear(verdict: Verdict) -> str:
    """Ask whether the record's speaker is meant, with what makes that unclear."""
    claimed = quoted(line(verdict.quote.speaker or ""))
    statement = verdict.closest.statement if verdict.closest else None
    speaker = line(statement.speaker) if statement else ""
    role = f", {line(statement.role)}" if statement and statement.role else ""
    reason = verdict.identity.reason if verdict.identity else Reason.ROLE
    why = _UNCLEAR.get(reason, _UNCLEAR[Reason.ROLE])
    if not speaker:
        return say("answer.name_unclear")
    return say("answer.did_you_mean", claimed=claimed, speaker=speaker, role=role, why=say(why))


_UNCLEAR = {
    Reason.ONE_WORD: "answer.unclear_one_word",
    Reason.SPELLING: "answer.unclear_spelling",
    Reason.SCRIPT: "answer.unclear_script",
    Reason.ROLE: "answer.unclear_role",
    Reason.TITLE: "answer.unclear_generation",
}


def _translation(verdict: Verdict) -> str:
    original = next((one for one in verdict.renderings if not one.statement.translated), None)
    if not original:
        return say("answer.translation_without_original")
    language = language_name(original.statement.language)
    if not language:
        return say("answer.translation_with_original")
    return say("answer.translation_with_original_in", language=language)


def _second_hand(verdict: Verdict) -> str:
    shown = (verdict.closest, *verdict.renderings)
    sources = (evidence.statement.source.provenance for evidence in shown if evidence)
    if any(provenance and provenance.primary for provenance in sources):
        return say("answer.news_report_beside_transcript")
    linked = verdict.closest and web_address(verdict.closest.statement.source.primary_url)
    return say("answer.only_news_reports_linked") if linked else say("answer.only_news_reports")


def _disputed(verdict: Verdict) -> str:
    closest = verdict.closest
    others = (one.statement for one in verdict.renderings)
    other = next(
        (s for s in others if closest and not same_speaker(s.speaker, closest.statement.speaker)), None
    )
    if not other:
        return say("answer.disputed_words")
    where = f" ({line(other.source.publisher)})" if other.source.publisher else ""
    return say("answer.disputed_speaker", where=where, speaker=line(other.speaker))


def _withdrawn(verdict: Verdict) -> str:
    on = say_when(verdict.closest.statement.withdrawn) if verdict.closest else ""
    return say("answer.withdrawn_seen", on=on) if on else say("answer.withdrawn")


def _conditional(verdict: Verdict) -> str:
    clause = find_condition(verdict.closest) if verdict.closest else ""
    return say("answer.conditional_on", clause=quoted(clause)) if clause else say("answer.conditional")


def _qualified(verdict: Verdict) -> str:
    clause = find_qualification(verdict.closest) if verdict.closest else ""
    return say("answer.qualified_by", clause=quoted(clause)) if clause else say("answer.qualified")


def find_qualification(evidence: Evidence) -> str:
    """The words with which the source goes on: the rest of the sentence, or the next one where it ends with the quote."""
    rest = re.split(_SENTENCE_END, evidence.after.lstrip('"”’» .!?…。'), maxsplit=1)[0]
    return rest.lstrip(",;:–—，；، ").strip()


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
        asked = since if since == until else say("answer.from_until", since=since, until=until)
    else:
        asked = (
            say("answer.or_later", since=since)
            if since
            else say("answer.or_earlier", until=until)
            if until
            else ""
        )
    has = (
        say("answer.record_has_date", recorded=recorded)
        if recorded
        else say("answer.record_has_another_date")
    )
    return (
        say("answer.date_does_not_fit_asked", has=has, asked=asked)
        if asked
        else say("answer.date_does_not_fit", has=has)
    )


def _narrower(verdict: Verdict) -> str:
    return say("answer.narrower", scope=_scope(verdict))


def _broader(verdict: Verdict) -> str:
    return say("answer.broader", scope=_scope(verdict))


_SPECIAL_NOTES = {
    Flag.TRANSLATION: _translation,
    Flag.SECOND_HAND: _second_hand,
    Flag.CONDITIONAL: _conditional,
    Flag.QUALIFIED: _qualified,
    Flag.DISPUTED: _disputed,
    Flag.WITHDRAWN: _withdrawn,
    Flag.DATE_MISMATCH: _date_mismatch,
    Flag.NARROWER: _narrower,
    Flag.BROADER: _broader,
    Flag.NAME_UNCLEAR: _name_unclear,
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
                return say("answer.scope_of_both", quote=quoted(quote), source=quoted(source))
    return ""
