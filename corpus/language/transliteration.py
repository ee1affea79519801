"""Names across scripts: any word in Latin letters, readings of Han names, and the consonants that spellings share.

What is written in another script comes out as an approximation: it can show that two names may be one, and often
that they are not; libraries and tables are loaded when such a name turns up, never for Latin names.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from corpus.language import name_lists

_SCRIPTS = (
    ("cyrillic", "\u0400", "\u052f"),
    ("greek", "\u0370", "\u03ff"),
    ("hebrew", "\u0590", "\u05ff"),
    ("arabic", "\u0600", "\u08ff"),
    ("indic", "\u0900", "\u0dff"),
    ("kana", "\u3040", "\u30ff"),
    ("han", "\u3400", "\u9fff"),
    ("hangul", "\uac00", "\ud7a3"),
)


def script_of(word: str) -> str:
    """Name the script of a word by its first letter, "latin" for Latin letters and "other" for what is not listed.

    >>> script_of("Putin"), script_of("Путин"), script_of("麻生"), script_of("々")
    ('latin', 'cyrillic', 'han', 'han')
    """
    if word.isascii():
        return "latin"
    first = next((char for char in word if char.isalpha()), "a")
    if first == "々":
        return "han"
    found = next((name for name, low, high in _SCRIPTS if low <= first <= high), "")
    return found or ("latin" if first < "\u0370" or "\u1e00" <= first <= "\u1eff" else "other")


@lru_cache(maxsize=20_000)
def to_latin(word: str) -> str:
    """Write a folded word of any script in small Latin letters.

    >>> to_latin("путин"), to_latin("łukasz"), to_latin("القذافي")
    ('putin', 'lukasz', 'qdhfy')
    """
    if word.isascii():
        return word
    script = script_of(word)
    if script == "cyrillic":
        return "".join(name_lists.CYRILLIC.get(char, char) for char in word)
    from anyascii import anyascii  # tables of its own, only for letters that need them

    if script == "arabic" and len(word) > 4:
        word = word.removeprefix("ال")
    return re.sub(r"[^a-z']+", "", anyascii(word).lower()).replace("'", "")


# Spellings of one consonant, brought to one letter. The order counts.
_CONSONANTS = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"tsch|tch|sch|dzh|shch|zh|ch|sh|dj|cz|sz|j|^x", "C"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ck|kh|gh|q|g", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ts|tz|ss|z", "s"),
        (r"^w", "v"),
        (r"f|v", "v"),
        (r"m|ng\b", "n"),
        (r"^h", "k"),
        (r"^[aeiouy]+", "A"),
        (r"[aeiouywh]", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=50_000)
def consonants(word: str) -> str:
    """Return the consonants of a Latin word, one letter for each sound that is spelt in several ways.

    >>> consonants("gaddafi") == consonants("qdhfy") == consonants("kadhafi"), consonants("putin") == consonants("biden")
    (True, False)
    >>> consonants("churchil") == consonants("churchill"), consonants("obama")
    (True, 'Abn')
    """
    for pattern, into in _CONSONANTS:
        word = pattern.sub(into, word)
    return word


_LOOSE = str.maketrans({"l": "r", "b": "p", "v": "p", "d": "t", "C": "t", "s": "t"})


def loose(word: str) -> str:
    """Return the consonants of a word with those brought together that Chinese and Japanese do not tell apart.

    >>> loose("toranpu") == loose("trump"), loose("puchin") == loose("putin"), loose("telangpu") == loose("putin")
    (True, True, False)
    """
    return re.sub(r"(.)\1+", r"\1", consonants(word).translate(_LOOSE))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a Han name: family and given name in Latin letters, either may be empty."""

    family: str
    given: str
    tongue: str = "zh"


# All of these are written as `fold` leaves them, in simplified characters.
_COMPOUND = frozenset("欧阳 司马 诸葛 上官 司徒 东方 皇甫 尉迟 夏侯 公孙 慕容 令狐 端木".split())
# Surnames that are not read as the character usually is.
_SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "任": "ren", "区": "ou", "朴": "piao",
    "盖": "ge", "覃": "qin", "翟": "zhai", "尉": "wei", "华": "hua", "乐": "yue", "缪": "miao",
}  # fmt: skip
# Given names that the table of readings does not have.
_GIVEN = {
    "太郞": "taro", "次郞": "jiro", "三郞": "saburo", "一郞": "ichiro", "五郞": "goro", "晋三": "shinzo",
    "纯一郞": "junichiro", "进次郞": "shinjiro", "义伟": "yoshihide", "晋太郞": "shintaro",
}  # fmt: skip


@cache
def _japanese() -> dict[str, dict[str, tuple[str, ...]]]:
    packed = (files("corpus.language") / "data" / "japanese_names.tsv.gz").read_bytes()
    found: dict[str, dict[str, tuple[str, ...]]] = {"family": {}, "given": {}}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        kind, name, readings = line.split("\t")
        found[kind][name] = tuple(readings.split())
    return found


def is_family_name(name: str) -> bool:
    """Return whether a folded Han name is a Japanese family name.

    >>> is_family_name("麻生"), is_family_name("邓小平")
    (True, False)
    """
    return name in _japanese()["family"]


@lru_cache(maxsize=10_000)
def readings(name: str) -> tuple[Reading, ...]:
    """Return how a folded Han name can be read, the likeliest first: in Chinese and in Japanese.

    >>> readings("邓小平")[0], readings("麻生太郞")[0]
    (Reading(family='deng', given='xiaoping', tongue='zh'), Reading(family='aso', given='taro', tongue='ja'))
    """
    chinese, japanese = _read_chinese(name), _read_japanese(name)
    sure = [one for one in japanese if one.given]
    first = sure and (len(name) > 3 or (len(name) == 3 and name[:1] not in _CHINESE_FAMILIES))
    return tuple(dict.fromkeys((*sure, *chinese, *japanese) if first else (*chinese, *japanese)))


# The families of nearly all Chinese people: a name of three characters that begins with one is read in Chinese first.
_CHINESE_FAMILIES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习胡温朱蒲耿秦"
)


def _read_chinese(name: str) -> list[Reading]:
    from anyascii import anyascii

    if not 1 <= len(name) <= 4:
        return []
    size = 2 if name[:2] in _COMPOUND else 1
    family, given = name[:size], name[size:]
    return [Reading(_SURNAMES.get(family, anyascii(family).lower()), anyascii(given).lower())]


def _read_japanese(name: str) -> list[Reading]:
    families = _japanese()["family"]
    whole = [Reading(_short(latin), "", "ja") for latin in families.get(name, ())] if len(name) > 1 else []
    found = []
    for size in range(min(len(name) - 1, 3), 0, -1):
        for family in families.get(name[:size], ()):
            found += [
                Reading(_short(family), _short(given), "ja") for given in _read_given(name[size:]) or ("",)
            ]
    return [*(one for one in found if one.given), *whole, *(one for one in found if not one.given)]


def _read_given(name: str) -> list[str]:
    """Return the readings of a given name, of its two halves together where the whole is not known."""
    known = _japanese()["given"]
    if name in _GIVEN:
        return [_GIVEN[name]]
    if name in known:
        return list(known[name])
    for size in range(1, len(name)):
        first, last = known.get(name[:size], ()), _GIVEN.get(name[size:])
        if first and last:
            return [latin + last for latin in first]
    return []


def _short(latin: str) -> str:
    """Return romaji without the marks of long vowels: Asō, Asou and Aso are one.

    >>> _short("asou"), _short("yuuko"), _short("ohno")
    ('aso', 'yuko', 'ono')
    """
    latin = re.sub(r"oh(?=[^aiueoy]|$)", "o", latin)
    return re.sub(r"([aiueo])\1+", r"\1", latin.replace("ou", "o")).replace("uu", "u")


def same_romaji(first: str, second: str) -> bool:
    """Return whether two romanised Japanese names differ at most in long vowels and the system of spelling.

    >>> same_romaji("shinzou", "shinzo"), same_romaji("tarou", "jiro"), same_romaji("syouiti", "shoichi")
    (True, False, True)
    """
    return _hepburn(_short(first)) == _hepburn(_short(second))


def _hepburn(latin: str) -> str:
    for old, new in (
        ("sy", "sh"),
        ("ty", "ch"),
        ("zy", "j"),
        ("si", "shi"),
        ("ti", "chi"),
        ("tu", "tsu"),
        ("hu", "fu"),
        ("zi", "ji"),
    ):
        latin = re.sub(rf"(?<![sctz]){old}" if old != "si" else "(?<![t])si", new, latin)
    return re.sub(r"m(?=[bp])", "n", latin)
