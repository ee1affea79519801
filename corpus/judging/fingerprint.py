"""What of a verdict must stay the same for the answer to stand: not the time it took, not how much was searched."""

import hashlib
import json

from corpus.verdict import Rating, Verdict

NOTHING_FOUND = frozenset({Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE, Rating.TOO_SHORT})
"""The ratings that rest on no wording. An answer with one of them is not wrong because sources went stale since."""


def fingerprint(verdict: Verdict) -> str:
    """The rating, the flags, the closest statement, its wording and the changes, as 16 hexadecimal digits.

    All ratings that rest on no wording have one fingerprint: between them there is nothing to correct.
    """
    if verdict.rating in NOTHING_FOUND:
        return "0" * 16
    closest = verdict.closest
    facts = [
        verdict.rating.value,
        sorted(flag.value for flag in verdict.flags),
        [closest.statement.id, closest.statement.speaker, closest.wording] if closest else None,
        [[change.kind.value, change.quote, change.wording] for change in verdict.changes],
    ]
    packed = json.dumps(facts).encode()  # escaped: half a surrogate pair is no obstacle
    return hashlib.blake2b(packed, digest_size=8).hexdigest()
