"""What differs between a quote and a statement, and whether it changes the meaning."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The kinds of difference. `matters` says whether a quote with it is ALTERED."""

    # these change what was said
    NEGATION = "NEGATION"
    NUMBER = "NUMBER"
    DATE = "DATE"
    UNIT = "UNIT"
    NAME = "NAME"
    MODALITY = "MODALITY"
    QUANTIFIER = "QUANTIFIER"
    ANTONYM = "ANTONYM"
    CONDITION = "CONDITION"
    TENSE = "TENSE"
    REPLACED = "REPLACED"
    INSERTED = "INSERTED"
    OMITTED = "OMITTED"
    # these do not
    SYNONYM = "SYNONYM"
    INFLECTION = "INFLECTION"
    FUNCTION_WORD = "FUNCTION_WORD"
    FILLER = "FILLER"
    SPELLING = "SPELLING"
    REORDERED = "REORDERED"

    @property
    def matters(self) -> bool:
        """Whether a difference of this kind changes what was said.

        >>> Kind.NEGATION.matters, Kind.SYNONYM.matters
        (True, False)
        """
        return self not in _HARMLESS


_HARMLESS = frozenset(
    {Kind.SYNONYM, Kind.INFLECTION, Kind.FUNCTION_WORD, Kind.FILLER, Kind.SPELLING, Kind.REORDERED}
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the quote's words and the source's words; either may be empty."""

    kind: Kind
    quote: str
    wording: str
