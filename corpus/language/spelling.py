"""One word in two spellings: -ise and -ize, -our and -or, names brought over from another alphabet.

Only what is certain counts: a vowel apart may be another person (Miller, Muller) or another country (Oman, Yemen).
"""

import re

from corpus.language.gazetteer import is_place, same_place

_BRITISH = (
    (re.compile(r"^(.{3,})is(e[sdr]?|ing|ation|ations|ers)$"), r"\1iz\2"),
    (re.compile(r"^(.{3,})ys(e[sdr]?|ing)$"), r"\1yz\2"),
    (re.compile(r"^(.{2,}[^aeio])our(s|ed|ing|ful|less|able|ably|al|ite|ites|er|ers|ism|ist)?$"), r"\1or\2"),
    (re.compile(r"^(.{2,}[bctdg])re(s|d)?$"), r"\1er\2"),
    (re.compile(r"^(.+)ogue(s)?$"), r"\1og\2"),
    (re.compile(r"^(.{2,}en)ce(s|d|less)?$"), r"\1se\2"),
    (re.compile(r"^(travel|cancel|label|model|counsel|level|signal|total|fuel|marvel|quarrel|rival)l(ed|ing|er|ers)$"), r"\1\2"),
    (re.compile(r"^programmes?$"), "program"),
    (re.compile(r"^programs?$"), "program"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^(.*)aes?th"), r"\1esth"),
    (re.compile(r"^judgement"), "judgment"),
    (re.compile(r"^(whil|among|amid)st$"), r"\1"),
    (re.compile(r"^upon$"), "on"),
    (re.compile(r"^(back|for|to|after|up|down|in|out|home)wards$"), r"\1ward"),
)  # fmt: skip
# Two ways of writing the sounds of other alphabets in Latin letters, both brought to one.
_SOUNDS = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"ck|kh|q|c(?![eiyh])", "k"),
        (r"(?:iy|yi|ie|ye|yy|ii|ij|i)|(?<=.)j$", "y"),
        (r"w|ff?$", "v"),
        (r"sz", "s"),
        (r"(?<=.)gh|(?<=.)h(?=[aeiouy]|$)", "g"),  # Luhansk and Lugansk, Oleh and Oleg; not Harry and Gary
        (r"^gh", "g"),
        (r"(.)\1+", r"\1"),
    )
)
# Spellings further apart, name by name.
_TWINS = tuple(
    frozenset(names.split())
    for names in (
        "mohammed mohammad muhammad mohamed muhammed mohamad mehmet",
        "osama usama",
        "hussein husain hussain hossein husein",
        "gaddafi qaddafi kadhafi gadhafi gathafi kaddafi qadhafi",
        "sergei sergey serhiy serhii serguei",
        "gorbachev gorbachov gorbatchev",
        "khrushchev khrushchov krushchev",
        "lukashenko lukashenka",
        "kharkov kharkiv",
        "lvov lviv",
        "nikolaev mykolaiv nikolayev mykolayiv",
        "chernigov chernihiv",
        "odessa odesa",
        "chechnya chechnia",
        "zaporozhye zaporizhzhia zaporizhia zaporizhzhya",
        "dmitri dmitry dmitriy dmytro dimitri dimitry",
        "poroshenko porochenko",
        "timoshenko tymoshenko",
        "koran quran",
        "muslim moslem",
        "rumania roumania romania",
        "chernobyl chornobyl",
        "dnieper dnipro dnepr",
    )
)


def same_spelling(first: str, second: str) -> bool:
    """Return whether two folded words are one English word, spelt the British and the American way.

    >>> same_spelling("realise", "realize"), same_spelling("colour", "color"), same_spelling("four", "for")
    (True, True, False)
    """
    return _american(first) == _american(second)


def same_glyphs(first: str, second: str) -> bool:
    """Return whether a machine may have read one word for the other: "rnost" for "most", "peop1e" for "people".

    >>> same_glyphs("rnost", "most"), same_glyphs("peop1e", "people"), same_glyphs("most", "must")
    (True, True, False)
    """
    return first != second and _glyphs(first) == _glyphs(second)


def _glyphs(word: str) -> str:
    for read, meant in _GLYPHS:
        word = word.replace(read, meant)
    return word


# What looks alike to a machine that reads print.
_GLYPHS = (
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("1", "l"),
    ("|", "l"),
    ("i", "l"),
    ("0", "o"),
    ("5", "s"),
    ("8", "b"),
)


def same_kana(first: str, second: str) -> bool:
    """Return whether two kana are one sound, written as before 1946 and as today: へ for え, ひ for び. Not す for ず, which says no.

    >>> same_kana("へ", "え"), same_kana("び", "ひ"), same_kana("か", "き")
    (True, True, False)
    """
    return frozenset((first, second)) in _OLD_KANA


_OLD_KANA = frozenset(map(frozenset, "はわ ひい ふう へえ ほお ひび ふぶ へべ ほぼ ゐい ゑえ をお".split()))


def same_numeral(first: str, second: str) -> bool:
    """Return whether a Roman numeral and a number are one: World War II and 2.

    >>> same_numeral("iii", "3"), same_numeral("2", "iii"), same_numeral("i", "1")
    (True, False, False)
    """
    return _ROMAN.get(first) == second or _ROMAN.get(second) == first


_ROMAN = dict(
    zip(
        "ii iii iv vi vii viii ix xi xii xiii xiv xv xvi".split(),
        "2 3 4 6 7 8 9 11 12 13 14 15 16".split(),
        strict=True,
    )
)


def same_name(first: str, second: str) -> bool:
    """Return whether two folded names are one name, written in Latin letters in two ways.

    >>> same_name("zelensky", "zelenskyy"), same_name("kiev", "kyiv"), same_name("mohammed", "muhammad")
    (True, True, True)
    >>> same_name("yemen", "oman"), same_name("miller", "muller"), same_name("iran", "iraq")
    (False, False, False)
    """
    if any(first in twins and second in twins for twins in _TWINS):
        return True
    if is_place(first) and is_place(second) and not same_place(first, second):
        return False
    return _sound(first) == _sound(second)


def _american(word: str) -> str:
    for pattern, into in _BRITISH:
        changed = pattern.sub(into, word)
        if changed != word:
            return {"whil": "while"}.get(changed, changed)
    return word


def _sound(name: str) -> str:
    """Return a name without what differs between ways of writing it in Latin letters."""
    for pattern, into in _SOUNDS:
        name = pattern.sub(into, name)
    return name
