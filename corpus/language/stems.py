"""Stems, stop words, and how much a word says about who said it."""

from functools import lru_cache

import Stemmer

STOP_WORDS = frozenset(
    (
        "a an the and or but nor so yet if then than that this these those there here it its 's 'd he she they them him his "
        "her hers their theirs we us our ours you your yours i me my mine myself himself herself itself themselves ourselves "
        "who whom whose which what when where why how is am are was were be been being do does did done have has had having "
        "will would shall should can could may might must of to in on at by for with from as into about over under up down "
        "out off not no very just also too only more most much many such some any all each every both other own same again "
        "ever even still now one 1 let going got get "
        # Russian
        "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня о из ему "
        "быть этот это эта эти для мы их чтобы или если они при нас при также который которые"
    ).split()
)


_STEMMERS: dict[str, str] = {"latin": "english", "cyrillic": "russian", "arabic": "arabic", "greek": "greek"}


def script(word: str) -> str:
    """The script of a folded word, as far as stemming needs it.

    >>> script("troops"), script("войска"), script("القوات"), script("你")
    ('latin', 'cyrillic', 'arabic', 'other')
    """
    char = word[0]
    if char < "\u0370":
        return "latin"
    if "\u0370" <= char < "\u0400":
        return "greek"
    if "\u0400" <= char < "\u0530":
        return "cyrillic"
    if "\u0600" <= char < "\u0780":
        return "arabic"
    return "other"


@lru_cache(maxsize=8)
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)


@lru_cache(maxsize=300_000)
def stem(norm: str) -> str:
    """The stem of a normal form, by the Snowball stemmer of its script.

    >>> stem("targets"), stem("войсками"), stem("10000")
    ('target', 'войск', '10000')
    """
    language = _STEMMERS.get(script(norm))
    return _stemmer(language).stemWord(norm) if language else norm


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
