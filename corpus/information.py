"""How much words say about who said them: what everybody says identifies nobody."""

from corpus.index.features import STOP_WORDS, script

_COMMON = frozenset(
    (
        "think know say said says want people thing things time good make makes made go goes come take see look need right "
        "way new great like thank thanks mr mrs president well much year years work today believe let tell really lot "
        "important country world"
    ).split()
)


def informs(norm: str) -> float:
    """How much one word says, in informative words: 1 for most, little for what everybody says.

    >>> informs("troops"), informs("think"), informs("the")
    (1.0, 0.4, 0.15)
    """
    if len(norm) == 1 and script(norm) == "other":
        return 0.4
    if norm in STOP_WORDS:
        return 0.15
    return 0.4 if norm in _COMMON else 1.0
