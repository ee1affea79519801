"""One identity for each speaker: "Putin", "President Putin" and "Владимир Путин" are one person.

A name is compared by its surname and by given names that do not contradict each other. It does not know who held
which office; nothing is ever guessed from a surname alone where the record holds several people of that name.
"""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

from corpus.text import fold

_TITLES = frozenset(
    (
        "mr mrs ms miss mx dr sir dame lord lady madam madame monsieur herr frau senor president vice deputy acting senator "
        "sen rep representative congressman congresswoman governor gov mayor judge justice chief secretary general gen "
        "prime minister pm chancellor king queen prince princess pope sheikh shaikh emperor former ex ambassador amb "
        "professor prof rev reverend hon honorable honourable his her their excellency majesty highness the of spokesman "
        "spokeswoman spokesperson colonel col major maj captain capt lieutenant lt sergeant admiral adm marshal foreign "
        "defense defence interior state commissioner director chairman chairwoman chair speaker delegate candidate us u.s."
    ).split()
)
_SUFFIXES = frozenset("jr sr ii iii iv esq mp kcmg phd md".split())
_PARTICLES = frozenset("von van der den de del della di da dos du la le al el bin ibn ben ter zu".split())
# Short forms that stand for a given name; both come out as the long one.
_GIVEN = {
    "bill": "william", "will": "william", "joe": "joseph", "bernie": "bernard", "mike": "michael", "jim": "james",
    "jimmy": "james", "bob": "robert", "bobby": "robert", "tim": "timothy", "chris": "christopher", "dan": "daniel",
    "ben": "benjamin", "abe": "abraham", "ted": "edward", "teddy": "theodore", "tom": "thomas", "pete": "peter",
    "al": "albert", "ron": "ronald", "don": "donald", "rick": "richard", "dick": "richard", "jack": "john",
    "steve": "steven", "stephen": "steven", "liz": "elizabeth", "matt": "matthew", "nick": "nicholas", "tony": "anthony",
    "andy": "andrew", "dave": "david", "ed": "edward", "fred": "frederick", "greg": "gregory", "jeff": "jeffrey",
    "ken": "kenneth", "larry": "lawrence", "sam": "samuel", "kate": "katherine", "beth": "elizabeth", "debbie": "deborah",
    "volodymyr": "vladimir", "wladimir": "vladimir", "sergey": "sergei", "serguei": "sergei", "dmitri": "dmitry",
    "dmitriy": "dmitry", "alexei": "aleksey", "alexey": "aleksey", "alexander": "aleksandr", "mikhail": "mikhail",
    "iosif": "joseph", "josef": "joseph", "niccolo": "niccolo",
}  # fmt: skip
_INITIALS = {
    "jfk": "john fitzgerald kennedy", "rfk": "robert francis kennedy", "fdr": "franklin delano roosevelt",
    "lbj": "lyndon baines johnson", "mlk": "martin luther king", "aoc": "alexandria ocasio cortez",
    "hrc": "hillary rodham clinton", "gwb": "george walker bush", "dt": "dt",
}  # fmt: skip
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g",
}  # fmt: skip


def romanise(word: str) -> str:
    """Write a folded Cyrillic word in Latin letters; other scripts stay.

    >>> romanise("путин"), romanise("зеленский")
    ('putin', 'zelenskiy')
    """
    return "".join(_LATIN.get(char, char) for char in word)


def _even(word: str) -> str:
    """Even out how one name is spelt from Russian and Ukrainian: Zelensky, Zelenskyy, Zelenskiy, Zelenskii."""
    if word in ("ii", "iii", "iv"):
        return word
    word = re.sub(r"(?:iy|yy|yj|ij|ii|i|j)$", "y", word) if len(word) > 4 else word
    return word.replace("ck", "k") if word.endswith("sky") else word


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: evened-out surname and given names (initials count as such)."""

    surname: str
    given: tuple[str, ...]

    @property
    def key(self) -> str:
        """One string for one spelling-independent name."""
        return " ".join((*self.given, self.surname))


@lru_cache(maxsize=100_000)
def parse_name(name: str) -> Name:
    """Take a name apart: titles and offices dropped, short forms and scripts evened out.

    >>> parse_name("President Vladimir Putin") == parse_name("Владимир Путин")
    True
    >>> parse_name("Sen. Bernie Sanders (I-Vt.)").key
    'bernard sanders'
    """
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", name)
    head, comma, tail = bare.partition(",")
    if comma and len(head.split()) == 1 and 0 < len(tail.split()) <= 3 and not _titled(tail):
        bare = f"{tail} {head}"  # "Putin, Vladimir"
    elif comma:
        bare = head
    parts: list[str] = []
    for raw in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", bare.replace("-", " ")):
        word = romanise(fold(raw)).replace("'", "")
        parts += _INITIALS.get(word, word).split()
    parts = [word for word in parts if word not in _SUFFIXES] or parts
    last = len(parts) - 1
    kept = [word for n, word in enumerate(parts) if word not in _TITLES or n == last]
    if not kept:
        return Name("", ())
    surname = _even(kept[-1])
    given = tuple(_even(_GIVEN.get(word, word)) for word in kept[:-1] if word not in _PARTICLES)
    return Name(surname, given)


def _titled(words: str) -> bool:
    return any(fold(word).strip(".") in _TITLES | _SUFFIXES for word in words.split())


def same_speaker(one: str, other: str) -> bool:
    """Whether two names can be one person: one surname, and given names that do not contradict each other.

    >>> same_speaker("Putin", "Владимир Путин"), same_speaker("George Bush", "Jeb Bush")
    (True, False)
    """
    several = [re.split(r"\s*/\s*|\s+(?:and|und|et|и|&)\s+", name) for name in (one, other)]
    if any(len(names) > 1 for names in several):
        return any(same_speaker(a, b) for a in several[0] for b in several[1] if a and b)
    a, b = parse_name(one), parse_name(other)
    if not a.surname or not b.surname:
        return False
    if a.surname != b.surname:
        return bool(a.given and b.given) and set(a.key.split()) == set(b.key.split())
    if not a.given or not b.given or set(a.given) & set(b.given):
        return True
    return any(x[0] == y[0] and 1 in (len(x), len(y)) for x in a.given for y in b.given)


def tag(name: str) -> int:
    """A 32-bit tag of a name's surname: equal for all names that can be one person.

    >>> tag("Putin") == tag("Владимир Путин")
    True
    """
    return zlib.crc32(parse_name(name).surname.encode("utf-8", "replace"))
