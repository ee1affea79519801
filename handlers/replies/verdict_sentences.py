"""What is said about a verdict: the rating, what was found, what was searched. Differences and flags are in `notes`.

A rating is about the record, never about the truth. "Not documented" says what was searched and what it does not
show; "could not look" shares no word of that.
"""

from corpus.models import Coverage, Provenance, Restriction
from corpus.verdict import Evidence, Flag, Rating, Verdict
from handlers.replies.formatting import count, language_name, line, listing, say_date, say_when, sentence

HEADLINES = {
    Rating.VERBATIM: "Documented word for word",
    Rating.REWORDED: "Documented with small changes in wording",
    Rating.ALTERED: "Wording changed in a way that matters",
    Rating.SPLICED: "Stitched from separate passages",
    Rating.PARAPHRASED: "This wording is not documented; something close is, in other words",
    Rating.MISATTRIBUTED: "Documented, but from someone else",
    Rating.NOT_DOCUMENTED: "Not documented",
    Rating.NO_COVERAGE: "I can’t say",
    Rating.TOO_SHORT: "Too short or too common to attribute",
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
    icon, headline = ICONS[verdict.rating], HEADLINES[verdict.rating]
    if verdict.rating in (Rating.VERBATIM, Rating.REWORDED) and _OUT_OF_CONTEXT & set(verdict.flags):
        icon, headline = "⚠️", f"{headline}, but read the context"
    if not verdict.quote.only or verdict.rating is Rating.VERBATIM:
        return icon, headline
    # What was not found in a part of the record may stand in the rest: nobody may take one for the other.
    icon = "🔎" if verdict.rating is Rating.NOT_DOCUMENTED else icon
    return icon, f"{headline} (searched: {_say_only(verdict.quote.only)})"


# In a few words, for the summary: what must be known before the quote is used.
CARE = {
    Flag.WITHDRAWN: "the source corrected or removed this wording",
    Flag.DISPUTED: "sources disagree",
    Flag.OUT_OF_CONTEXT: "the sentence around these words changes what they mean",
    Flag.QUOTING_OTHERS: "the speaker was quoting somebody",
    Flag.CONDITIONAL: "the source sets a condition",
    Flag.QUESTION: "the source asks a question",
    Flag.DATE_MISMATCH: "the date does not fit",
}
PROVENANCE = {
    Provenance.TRANSCRIPT: "transcript",
    Provenance.OFFICIAL: "official release",
    Provenance.WIRE: "news agency",
    Provenance.SECOND_HAND: "second-hand",
}


def say_summary(verdict: Verdict) -> str:
    """Say what the record holds, in a sentence or three, and what to mind before the quote is used."""
    summary = _SUMMARIES[verdict.rating](verdict)
    care = [CARE[flag] for flag in CARE if flag in verdict.flags and verdict.closest]
    if care and verdict.rating in _FOUND:
        summary = f"{summary} Use with care: {'; '.join(care)}."
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
    return f" from {line(evidence.statement.speaker)}{', ' + when if when else ''}"


def _verbatim(verdict: Verdict) -> str:
    if len(verdict.parts) > 1:
        return f"The record has each part of this quote{_from_whom(verdict.closest)}; words were left out between them."
    return f"The record has these words{_from_whom(verdict.closest)}."


def _reworded(verdict: Verdict) -> str:
    return (
        f"The record has this{_from_whom(verdict.closest)}, with small differences that leave the meaning as it is. "
        "They are shown: quote the source’s words."
    )


def _altered(verdict: Verdict) -> str:
    number = sum(change.kind.matters for change in verdict.changes)
    many = "a difference that changes" if number == 1 else "differences that change"
    return f"The record has a similar wording{_from_whom(verdict.closest)}, with {many} what was said."


def _spliced(verdict: Verdict) -> str:
    statements = {part.statement.id for part in verdict.parts}
    places = "one statement" if len(statements) == 1 else count(len(statements), "statement")
    parts = count(len(verdict.parts), "passage") if verdict.parts else "several passages"
    return (
        f"The quote joins {parts}{_by_whom(verdict)} that do not stand together"
        f"{', from ' + places if statements else ''}. The whole, as quoted, is not on record."
    )


def _by_whom(verdict: Verdict) -> str:
    """Name everybody whose words a quote joins: " by Ann Smith and Bob Jones"."""
    shown = verdict.parts or ((verdict.closest,) if verdict.closest else ())
    people = list(dict.fromkeys(line(one.statement.speaker) for one in shown if one.statement.speaker))
    return f" by {listing(people, 4)}" if people else ""


def _paraphrased(verdict: Verdict) -> str:
    return (
        "This exact wording is not documented. "
        f"The record has something close{_from_whom(verdict.closest)}, in other words."
    )


def _misattributed(verdict: Verdict) -> str:
    claimed = line(verdict.quote.speaker or "") or "the person named"
    differs = any(change.kind.matters for change in verdict.changes)
    what = "a wording close to this, but not the same," if differs else "this wording"
    return f"The record has {what}{_from_whom(verdict.closest)}, and not from {claimed}."


def _not_documented(verdict: Verdict) -> str:
    coverage, speaker = verdict.coverage, line(verdict.quote.speaker or "")
    of_these = f", or of these words from {speaker}," if speaker else ""
    where = _searched(coverage, verdict.quote.only)
    where = f"what I searched ({where})" if verdict.quote.only else where
    found = f"I found no record of this wording{of_these} in {where}{_last_update(coverage)}."
    stale = f" {_stale(coverage)}" if coverage.stale else ""
    return f"{found}{stale} This does not show that it was never said."


def _no_coverage(verdict: Verdict) -> str:
    coverage, speaker = verdict.coverage, line(verdict.quote.speaker or "")
    if coverage.statements == 0 and verdict.quote.only:
        why = f"The record holds nothing in what I searched ({_say_only(verdict.quote.only)})."
    elif coverage.statements == 0:
        why = "The record is empty, so there is nothing to compare this quote with."
    elif speaker and not coverage.by_speaker:
        why = f"The record holds no statement by {speaker} that this quote could be compared with."
    elif coverage.stale:
        why = f"The sources that could have this quote are out of date: {listing(coverage.stale)}."
    else:
        why = "The record holds nothing for the person or the dates you ask about."
    return f"{why} That is neither a yes nor a no."


def _too_short(verdict: Verdict) -> str:
    named = "" if verdict.quote.speaker else " Say who is said to have said it, too."
    return (
        "So few or so common words may be anybody’s. Give me the whole sentence, "
        f"or the words before and after these, and I can look again.{named}"
    )


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
    """What was searched, in one line of small print.

    >>> from corpus.models import Quote
    >>> record = Coverage(126, 1, 25, "1801-03-04", "2026-01-08", "2026-01-09T08:00:00Z", ("Kremlin",))
    >>> say_coverage(Verdict(Quote("…", "Putin"), Rating.NOT_DOCUMENTED, record))
    'Searched: 126 statements from 1 source, 4 March 1801 to 8 January 2026; 25 by Putin. Last update: 9 January 2026. 1 source is out of date: Kremlin.'
    """
    coverage = verdict.coverage
    only = verdict.quote.only
    if coverage.statements == 0 and not only:
        return sentence(f"The record is empty: no statements from {count(coverage.sources, 'source')}")
    speaker = line(verdict.quote.speaker or "")
    known = speaker and coverage.by_speaker is not None
    whole = " in the whole record" if only else ""
    by = (
        f"; {f'{coverage.by_speaker:,}' if coverage.by_speaker else 'none'} by {speaker}{whole}"
        if known
        else ""
    )
    updated = (
        f" Last update: {say_date(coverage.updated)}." if coverage.updated else " Last update: not known."
    )
    stale = f" {_stale(coverage)}" if coverage.stale else ""
    rest = " The rest of the record was not searched." if only else ""
    return f"Searched: {_searched(coverage, only)}{by}.{rest}{updated}{stale}"


def say_record(coverage: Coverage) -> str:
    """What the record holds, whoever asks.

    >>> say_record(Coverage(126, 1, None, "1801-03-04", "2026-01-08", "2026-01-09T08:00:00Z"))
    'The record holds 126 statements from 1 source, 4 March 1801 to 8 January 2026 (last update 9 January 2026).'
    """
    if coverage.statements == 0:
        return "The record is empty."
    return f"The record holds {_searched(coverage)}{_last_update(coverage)}."


def _say_only(only: Restriction) -> str:
    """Name the part of the record that was searched.

    >>> _say_only(Restriction(("Kremlin", "TASS"), ("en",)))
    'only Kremlin and TASS, only in English'
    """
    tongues = [language_name(tag) or tag for tag in only.languages]
    parts = (
        only.sources and f"only {listing(only.sources, 2)}",
        tongues and f"only in {listing(tongues, 2)}",
    )
    return ", ".join(part for part in parts if part)


def _restricted(only: Restriction) -> str:
    return f"I searched {_say_only(only)}, as was asked or is set here, and not the rest of the record."


def _searched(coverage: Coverage, only: Restriction | None = None) -> str:
    if only:
        number = (
            "no"
            if coverage.statements == 0
            else f"{'at most ' * bool(only.languages)}{coverage.statements:,}"
        )
        return f"{_say_only(only)}: {number} {'statement' if coverage.statements == 1 else 'statements'}"
    since, until = say_date(coverage.since), say_date(coverage.until)
    dates = since if since == until else f"{since or 'an unknown date'} to {until or 'an unknown date'}"
    what = f"{count(coverage.statements, 'statement')} from {count(coverage.sources, 'source')}"
    return f"{what}, {dates}" if since or until else f"{what}, without dates"


def _last_update(coverage: Coverage) -> str:
    return f" (last update {say_date(coverage.updated)})" if coverage.updated else ""


def _stale(coverage: Coverage) -> str:
    number = len(coverage.stale)
    verb = "is" if number == 1 else "are"
    return f"{count(number, 'source')} {verb} out of date: {listing(coverage.stale)}."
