"""The verbs that tell of speaking, with their forms, by kind."""

from corpus.language.knowledge import english
from corpus.language.verbs import inflect, inflect_all

_VERBS = english().speech_verbs
_UNLEARNED = frozenset({"stood"})
"""The weights were learned without these, and with them whoever stands by becomes a speaker."""


def _table() -> dict[str, tuple[str, str]]:
    """Return base form and kind for each form; where two verbs share one, that of the later kind stands."""
    kinds = (("do", _VERBS.do), ("think", _VERBS.think), ("name", _VERBS.name), ("speak", _VERBS.speak))
    return {
        form: (verb, kind)
        for kind, verbs in kinds
        for verb in verbs
        for form in sorted(inflect(verb).all - _UNLEARNED)
    }


CUES = _table()
"""From each form to its verb and kind: `speak` (said), `name` (called it), `think` (believes), `do` (released)."""

COMMON_CUES = inflect_all(_VERBS.common)
"""The forms that follow a quotation so often that they tell that its sentence goes on."""
