"""Names of people: short forms, aliases, spellings in other scripts; and what stands in names in any language.

Titles, particles and the like stand in `languages/CODE.toml`; whoever is listed here by name is data of this module.
"""

from corpus.language.knowledge import in_every_language, titles_in_every_language

# Words beside titles that belong to no name: "his excellency", "the US secretary of state".
TITLES = titles_in_every_language("compared") | frozenset("his her their the of us u.s.".split())
OFFICES = titles_in_every_language("office")
"""Offices that are hardly ever a surname: a name that ends in one is an office, not a person."""

BODIES = in_every_language(lambda language: language.name_parts.bodies)
"""Words of the names of bodies; these have no surname."""

NAMELESS = in_every_language(lambda language: language.nameless.speakers)
NUMERALS = in_every_language(lambda language: language.name_parts.numerals)
JUNIORS = in_every_language(lambda language: language.name_parts.juniors)
HONOURS = in_every_language(lambda language: language.name_parts.honours)
# Father and son of one name, both widely quoted: without a "Jr" it is the father.
FATHERS = frozenset({"donald trump", "robert kennedy", "ferdinand marcos"})
PARTICLES = in_every_language(lambda language: language.name_parts.particles)
# Short forms that stand for a given name; both come out as the long one.
GIVEN = {
    "bill": "william", "will": "william", "joe": "joseph", "bernie": "bernard", "mike": "michael", "jim": "james",
    "jimmy": "james", "bob": "robert", "bobby": "robert", "tim": "timothy", "chris": "christopher", "dan": "daniel",
    "ben": "benjamin", "abe": "abraham", "ted": "edward", "teddy": "theodore", "tom": "thomas", "pete": "peter",
    "al": "albert", "ron": "ronald", "don": "donald", "rick": "richard", "dick": "richard", "jack": "john",
    "steve": "steven", "stephen": "steven", "liz": "elizabeth", "matt": "matthew", "nick": "nicholas", "tony": "anthony",
    "andy": "andrew", "dave": "david", "ed": "edward", "fred": "frederick", "greg": "gregory", "jeff": "jeffrey",
    "ken": "kenneth", "larry": "lawrence", "sam": "samuel", "kate": "katherine", "beth": "elizabeth", "debbie": "deborah",
    "volodymyr": "vladimir", "wladimir": "vladimir", "volodimir": "vladimir", "sergey": "sergei", "serguei": "sergei",
    "serhiy": "sergei", "dmitri": "dmitry", "dmitriy": "dmitry", "dmytro": "dmitry", "alexei": "aleksey",
    "alexey": "aleksey", "alexander": "aleksandr", "mikhail": "mikhail", "andrii": "andrei", "andriy": "andrei",
    "andrey": "andrei", "iosif": "joseph", "josef": "joseph", "mariya": "maria", "bibi": "benjamin",
    "mahatma": "mohandas", "ike": "dwight", "maggie": "margaret",
}  # fmt: skip
# Names by which one person is known, written out.
ALIASES = {
    "jfk": "john fitzgerald kennedy", "rfk": "robert francis kennedy", "fdr": "franklin delano roosevelt",
    "lbj": "lyndon baines johnson", "mlk": "martin luther king", "aoc": "alexandria ocasio cortez",
    "hrc": "hillary rodham clinton", "gwb": "george walker bush", "mbs": "mohammed bin salman",
    "lula": "luiz inacio lula silva", "ike": "dwight eisenhower", "mao tse tung": "mao zedong",
    "chiang kai shek": "chiang kaishek",
}  # fmt: skip
# Family names that come first: those that are no given names in the West, and those that are only before these.
FAMILY_FIRST = frozenset("xi mao deng hu jiang zhou wen tsai chiang yoon wang zhang zhao".split())
FAMILY_FIRST_BEFORE = {
    "kim": "jong il yo yong dae young jung", "lee": "jae hsien kuan myung teng", "moon": "jae", "park": "geun chung",
    "ban": "ki", "li": "keqiang qiang peng", "ho": "chi", "lai": "ching", "pol": "pot", "han": "duck zheng",
}  # fmt: skip
CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g",
}  # fmt: skip
# Western names as Russian writes them, letter by letter, and as they are written at home.
FROM_CYRILLIC = {
    "tramp": "trump", "bayden": "biden", "makron": "macron", "sholts": "scholz", "merts": "merz", "mask": "musk",
    "dzhonson": "johnson", "ryutte": "rutte", "tetcher": "thatcher", "cherchill": "churchill", "reygan": "reagan",
    "klinton": "clinton", "kennedi": "kennedy", "ruzvelt": "roosevelt", "nikson": "nixon", "vens": "vance",
    "khegset": "hegseth", "lyayen": "leyen", "layen": "leyen", "kallas": "kallas", "tuskom": "tusk",
    "netanyakhu": "netanyahu", "tszinpin": "jinping", "chzhunin": "", "si": "xi", "dzho": "joe", "dzhon": "john",
    "dzhordzh": "george", "dzhozef": "joseph", "uinston": "winston", "emmanyuel": "emmanuel", "kir": "keir",
    "pit": "pete", "yens": "jens", "fridrikh": "friedrich", "dzhey": "j", "di": "d", "viktor": "viktor",
    "lindon": "lyndon", "khillari": "hillary", "ilon": "elon", "richard": "richard", "margaret": "margaret",
}  # fmt: skip
FROM_OTHERS = {
    "习近平": "xi jinping", "普京": "putin", "特朗普": "trump", "川普": "trump", "拜登": "biden", "马克龙": "macron",
    "泽连斯基": "zelensky", "毛泽东": "mao zedong", "王毅": "wang yi", "金正恩": "kim jong un", "プーチン": "putin",
    "トランプ": "trump", "バイデン": "biden", "ゼレンスキー": "zelensky", "بوتين": "putin", "ترامب": "trump", "ترمب": "trump",
    "بايدن": "biden", "ماكرون": "macron", "زيلينسكي": "zelensky", "نتنياهو": "netanyahu", "푸틴": "putin", "트럼프": "trump",
}  # fmt: skip
# Korean family names as they are mostly written.
KOREAN = {
    "김": "kim", "이": "lee", "박": "park", "최": "choi", "문": "moon", "윤": "yoon", "정": "jung", "조": "cho", "노": "roh",
    "반": "ban", "안": "ahn", "한": "han", "임": "lim", "리": "ri", "전": "chun", "강": "kang", "신": "shin", "오": "oh",
}  # fmt: skip
