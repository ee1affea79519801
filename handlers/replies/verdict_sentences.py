"""What is said about a verdict: the rating, what was found, what was searched. Differences and flags are in `notes`.

A rating is about the record, never about the truth. "Not documented" says what was searched and what it does not
show; "could not look" shares no word of that.
"""

from corpus.models import Coverage, Provenance, Restriction
from corpus.verdict import Evidence, Flag, Rating, Verdict
from handlers.messages import say
from handlers.replies.formatting import count, language_name, line, listing, say_date, say_when, sentence

HEADLINES = {
    Rating.VERBATIM: "answer.headline_verbatim",
    Rating.REWORDED: "answer.headline_reworded",
    Rating.ALTERED: "answer.headline_altered",
    Rating.SPLICED: "answer.headline_spliced",
    Rating.PARAPHRASED: "answer.headline_paraphrased",
    Rating.MISATTRIBUTED: "answer.headline_misattributed",
    Rating.NOT_DOCUMENTED: "answer.headline_not_documented",
    Rating.NO_COVERAGE: "answer.headline_no_coverage",
    Rating.TOO_SHORT: "answer.headline_too_short",
}
ICONS = {
    Rating.VERBATIM: "✅",
    Rating.REWORDED: "✏️",
    Rating.ALTERED: "❗",
    Rating.SPLICED: "✂️",
    Rating.PARAPHRASED: "💬",
    Rating.MISATTRIBUTED: "👥",
    Rating.NOT_DOCUMENTED: "⚠️",
    Rating.NO_COVERAGE: "❔",
    Rating.TOO_SHORT: "📏",
}

# A tick over words that are not the speaker's claim would be believed before the note under it is read.
_OUT_OF_CONTEXT = frozenset({Flag.OUT_OF_CONTEXT, Flag.QUOTING_OTHERS, Flag.QUESTION, Flag.WITHDRAWN})


def say_headline(verdict: Verdict) -> tuple[str, str]:
    """The icon and the headline of a verdict."""
    icon, headline = ICONS[verdict.rating], say(_headline(verdict))
    if Flag.WITHDRAWN in verdict.flags and verdict.rating in _FOUND:
        icon = "⚠️"
    elif verdict.rating in (Rating.VERBATIM, Rating.REWORDED) and _OUT_OF_CONTEXT & set(verdict.flags):
        icon, headline = "⚠️", say("answer.headline_but_read_context", headline=headline)
    elif Flag.NAME_UNCLEAR in verdict.flags and verdict.rating in _FOUND:
        icon, headline = "❔", say("answer.headline_but_check_speaker", headline=headline)
    if not verdict.quote.only or verdict.rating is Rating.VERBATIM:
        return icon, headline
    # What was not found in a part of the record may stand in the rest: nobody may take one for the other.
    icon = "🔎" if verdict.rating is Rating.NOT_DOCUMENTED else icon
    return icon, say("answer.headline_of_part", headline=headline, only=_say_only(verdict.quote.only))


def _headline(verdict: Verdict) -> str:
    """Return the key of a headline: what the record does hold of an absent quote leads, and so does a withdrawal."""
    if verdict.rating in (Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE):
        return next((_PARTLY[flag] for flag in verdict.flags if flag in _PARTLY), HEADLINES[verdict.rating])
    if Flag.WITHDRAWN in verdict.flags and verdict.rating in _FOUND:
        return "answer.headline_withdrawn"
    return HEADLINES[verdict.rating]


_PARTLY = {
    Flag.QUOTED_ONLY: "answer.headline_quoted_only",
    Flag.PARTLY_DOCUMENTED: "answer.headline_partly_documented",
    Flag.CONTRADICTED: "answer.headline_contradicted",
}


# In a few words, for the summary: what must be known before the quote is used.
CARE = {
    Flag.NAME_UNCLEAR: "answer.care_name_unclear",
    Flag.WITHDRAWN: "answer.care_withdrawn",
    Flag.DISPUTED: "answer.care_disputed",
    Flag.OUT_OF_CONTEXT: "answer.care_out_of_context",
    Flag.QUOTING_OTHERS: "answer.care_quoting_others",
    Flag.CONDITIONAL: "answer.care_conditional",
    Flag.QUALIFIED: "answer.care_qualified",
    Flag.QUESTION: "answer.care_question",
    Flag.DATE_MISMATCH: "answer.care_date_mismatch",
}
PROVENANCE = {
    Provenance.TRANSCRIPT: "answer.provenance_transcript",
    Provenance.OFFICIAL: "answer.provenance_official",
    Provenance.WIRE: "answer.provenance_wire",
    Provenance.SECOND_HAND: "answer.provenance_second_hand",
}


def say_summary(verdict: Verdict) -> str:
    """Say what the record holds, in a sentence or three, and what to mind before the quote is used."""
    summary = _SUMMARIES[verdict.rating](verdict)
    care = [say(CARE[flag]) for flag in CARE if flag in verdict.flags and verdict.closest]
    if care and verdict.rating in _FOUND:
        summary = say("answer.use_with_care", summary=summary, list="; ".join(care))
    return f"{summary} {_restricted(verdict.quote.only)}" if verdict.quote.only else summary


_FOUND = {
    Rating.VERBATIM,
    Rating.REWORDED,
    Rating.ALTERED,
    Rating.SPLICED,
    Rating.PARAPHRASED,
    Rating.MISATTRIBUTED,
}


def _from_whom(evidence: Evidence | None) -> str:
    """Name the speaker of the record, and when: " from Winston Churchill, on 4 June 1940"."""
    if not evidence:
        return ""
    when = say_when(evidence.statement.source.date)
    speaker = line(evidence.statement.speaker)
    if not when:
        return say("answer.from_speaker", speaker=speaker)
    return say("answer.from_speaker_when", speaker=speaker, when=when)


def _verbatim(verdict: Verdict) -> str:
    if len(verdict.parts) > 1:
        return say("answer.summary_verbatim_in_parts", from_whom=_from_whom(verdict.closest))
    return say("answer.summary_verbatim", from_whom=_from_whom(verdict.closest))


def _reworded(verdict: Verdict) -> str:
    return say("answer.summary_reworded", from_whom=_from_whom(verdict.closest))


def _altered(verdict: Verdict) -> str:
    number = sum(change.kind.matters for change in verdict.changes)
    return say("answer.summary_altered", count=number, from_whom=_from_whom(verdict.closest))


def _spliced(verdict: Verdict) -> str:
    statements = {part.statement.id for part in verdict.parts}
    places = say("answer.one_statement") if len(statements) == 1 else count(len(statements), "statement")
    parts = count(len(verdict.parts), "passage") if verdict.parts else say("answer.several_passages")
    if not statements:
        return say("answer.summary_spliced", parts=parts, by_whom=_by_whom(verdict))
    return say("answer.summary_spliced_from", parts=parts, by_whom=_by_whom(verdict), places=places)


def _by_whom(verdict: Verdict) -> str:
    """Name everybody whose words a quote joins: " by Ann Smith and Bob Jones"."""
    shown = verdict.parts or ((verdict.closest,) if verdict.closest else ())
    people = list(dict.fromkeys(line(one.statement.speaker) for one in shown if one.statement.speaker))
    return say("answer.by_whom", listing=listing(people, 4)) if people else ""


def _paraphrased(verdict: Verdict) -> str:
    return say("answer.summary_paraphrased", from_whom=_from_whom(verdict.closest))


def _misattributed(verdict: Verdict) -> str:
    claimed = line(verdict.quote.speaker or "") or say("answer.person_named")
    differs = any(change.kind.matters for change in verdict.changes)
    what = say("answer.close_wording") if differs else say("answer.this_wording")
    return say(
        "answer.summary_misattributed", what=what, from_whom=_from_whom(verdict.closest), claimed=claimed
    )


def _not_documented(verdict: Verdict) -> str:
    coverage, speaker = verdict.coverage, line(verdict.quote.speaker or "")
    of_these = say("answer.or_from_speaker", speaker=speaker) if speaker else ""
    where = _searched(coverage, verdict.quote.only)
    where = say("answer.what_i_searched", where=where) if verdict.quote.only else where
    found = say(
        "answer.found_no_record",
        of_these=of_these,
        where=where,
        last_update=_last_update(coverage),
    )
    stale = f" {_stale(coverage)}" if coverage.stale else ""
    return _what_stands(verdict) + say("answer.not_found_is_no_proof", found=found, stale=stale)


def _what_stands(verdict: Verdict) -> str:
    """Say what the record does hold of an absent quote, and whose that is."""
    flag = next((flag for flag in verdict.flags if flag in _PARTLY), None)
    if not flag or not verdict.related:
        return ""
    evidence = verdict.related[0]
    when, whom = say_when(evidence.statement.source.date), line(evidence.statement.speaker)
    whom = say("answer.speaker_when", speaker=whom, when=when) if when else whom
    if flag is Flag.QUOTED_ONLY:
        return say("answer.stands_quoted_only", whom=whom)
    if flag is Flag.PARTLY_DOCUMENTED:
        return say("answer.stands_in_part", whom=whom)
    return say("answer.stands_the_opposite", whom=whom)


def _no_coverage(verdict: Verdict) -> str:
    coverage, speaker = verdict.coverage, line(verdict.quote.speaker or "")
    if coverage.statements == 0 and verdict.quote.only:
        why = say("answer.nothing_in_what_i_searched", only=_say_only(verdict.quote.only))
    elif coverage.statements == 0:
        why = say("answer.nothing_to_compare_with")
    elif speaker and not coverage.by_speaker:
        why = say("answer.no_statement_by_speaker", speaker=speaker)
    elif coverage.stale:
        why = say("answer.sources_out_of_date", listing=listing(coverage.stale))
    else:
        why = say("answer.nothing_for_person_or_dates")
    return _what_stands(verdict) + say("answer.summary_no_coverage", why=why)


def _too_short(verdict: Verdict) -> str:
    named = "" if verdict.quote.speaker else say("answer.name_the_speaker")
    return say("answer.summary_too_short", named=named)


_SUMMARIES = {
    Rating.VERBATIM: _verbatim,
    Rating.REWORDED: _reworded,
    Rating.ALTERED: _altered,
    Rating.SPLICED: _spliced,
    Rating.PARAPHRASED: _paraphrased,
    Rating.MISATTRIBUTED: _misattributed,
    Rating.NOT_DOCUMENTED: _not_documented,
    Rating.NO_COVERAGE: _no_coverage,
    Rating.TOO_SHORT: _too_short,
}


# --- what was searched ------------------------------------------------------------------------------------------


def say_coverage(verdict: Verdict) -> str:
    """Return what was searched, in one line of small print.

    >>> from corpus.models import Quote
    >>> record = Coverage(126, 1, 25, "1801-03-04", "2026-01-08", "2026-01-09T08:00:00Z", ("Kremlin",))
    >>> say_coverage(Verdict(Quote("…", "Putin"), Rating.NOT_DOCUMENTED, record))
    'Searched: 126 statements from 1 source, 4 March 1801 to 8 January 2026; 25 by Putin. Last update: 9 January 2026. 1 source is out of date: Kremlin.'
    """
    coverage = verdict.coverage
    only = verdict.quote.only
    if coverage.statements == 0 and not only:
        return sentence(say("answer.record_empty_of_statements", number=count(coverage.sources, "source")))
    speaker = line(verdict.quote.speaker or "")
    known = speaker and coverage.by_speaker is not None
    whole = say("answer.in_whole_record") if only else ""
    by = ""
    if known and coverage.by_speaker:
        by = say("answer.searched_by_speaker", number=coverage.by_speaker, speaker=speaker, whole=whole)
    elif known:
        by = say("answer.searched_none_by_speaker", speaker=speaker, whole=whole)
    updated = (
        say("answer.last_update", date=say_date(coverage.updated))
        if coverage.updated
        else say("answer.last_update_unknown")
    )
    stale = f" {_stale(coverage)}" if coverage.stale else ""
    rest = say("answer.rest_not_searched") if only else ""
    return say(
        "answer.searched",
        searched=_searched(coverage, only),
        by=by,
        rest=rest,
        updated=updated,
        stale=stale,
    )


def say_record(coverage: Coverage) -> str:
    """Return what the record holds, whoever asks.

    >>> say_record(Coverage(126, 1, None, "1801-03-04", "2026-01-08", "2026-01-09T08:00:00Z"))
    'The record holds 126 statements from 1 source, 4 March 1801 to 8 January 2026 (last update 9 January 2026).'
    """
    if coverage.statements == 0:
        return say("answer.record_empty")
    return say(
        "answer.record_holds",
        searched=_searched(coverage),
        last_update=_last_update(coverage),
    )


def _say_only(only: Restriction) -> str:
    """Name the part of the record that was searched.

    >>> _say_only(Restriction(("Kremlin", "TASS"), ("en",)))
    'only Kremlin and TASS, only in English'
    """
    tongues = [language_name(tag) or tag for tag in only.languages]
    parts = (
        only.sources and say("answer.only_sources", listing=listing(only.sources, 2)),
        tongues and say("answer.only_languages", listing=listing(tongues, 2)),
    )
    return ", ".join(part for part in parts if part)


def _restricted(only: Restriction) -> str:
    return say("answer.searched_only", only=_say_only(only))


def _searched(coverage: Coverage, only: Restriction | None = None) -> str:
    if only:
        where = _say_only(only)
        if coverage.statements == 0:
            return say("answer.searched_only_none", where=where)
        if only.languages:
            return say("answer.searched_only_at_most", where=where, count=coverage.statements)
        return say("answer.searched_only_number", where=where, count=coverage.statements)
    since, until = say_date(coverage.since), say_date(coverage.until)
    dates = (
        since
        if since == until
        else say(
            "answer.from_until",
            since=since or say("answer.unknown_date"),
            until=until or say("answer.unknown_date"),
        )
    )
    what = say(
        "answer.statements_from_sources",
        number=count(coverage.statements, "statement"),
        number_2=count(coverage.sources, "source"),
    )
    return f"{what}, {dates}" if since or until else say("answer.without_dates", what=what)


def _last_update(coverage: Coverage) -> str:
    return say("answer.last_update_inside", date=say_date(coverage.updated)) if coverage.updated else ""


def _stale(coverage: Coverage) -> str:
    return say("answer.out_of_date", count=len(coverage.stale), sources=listing(coverage.stale))
