"""Whom a text names, in front of the words and behind them, in the languages that people write."""

import pytest

from handlers.parsing.request import parse

WORDS = "we will build the bridge"


def asked(text: str) -> list[tuple[str, str | None]]:
    return [(quote.text, quote.speaker) for quote in parse(text).quotes]


@pytest.mark.parametrize(
    ("form", "speaker"),
    [
        # behind, without a mark between
        pytest.param("“{}” Barbara Jordan, 1976", "Barbara Jordan", id="a year"),
        pytest.param("“{}” Ann Smith, 3 May 1999", "Ann Smith", id="a date"),
        pytest.param("“{}” Ann Smith (1976)", "Ann Smith", id="a year in brackets"),
        pytest.param("“{}” Ann Smith, Mayor of Elmtown", "Ann Smith", id="an office"),
        pytest.param("“{}” President Smith to Jones", "President Smith", id="to somebody"),
        pytest.param("“{}” Smith to the BBC", "Smith", id="to a broadcaster"),
        pytest.param("“{}” Ann Smith at a rally in Ohio", "Ann Smith", id="at a rally"),
        pytest.param("“{}” Ann Smith in Berlin, 2015", "Ann Smith", id="in a place"),
        pytest.param("“{}” Chancellor Merkel on migration", "Chancellor Merkel", id="on a subject"),
        pytest.param("“{}”, Smith to reporters", "Smith", id="comma, to reporters"),
        pytest.param("“{}” by former Prime Minister Johnson", "former Prime Minister Johnson", id="former"),
        pytest.param("“{}” by then-President Obama", "then-President Obama", id="then"),
        pytest.param("“{}” — former president Ann Smith", "former president Ann Smith", id="dash, former"),
        pytest.param("“{}” by the late Ann Smith", "Ann Smith", id="the late"),
        pytest.param("“{}” by ex-president Trump", "ex-president Trump", id="ex"),
        pytest.param("“{}” by president trump", "president trump", id="small letters"),
        # in front
        pytest.param("Sen. Elizabeth Warren (D-Mass.): “{}”", "Sen. Elizabeth Warren", id="party and state"),
        pytest.param("Rep. Ann Smith (R-Ga.) said: “{}”", "Rep. Ann Smith", id="party and state, said"),
        pytest.param("Ann Smith (Labour), MP for Elm: “{}”", "Ann Smith", id="party and office"),
        pytest.param("Did Ann Smith really say this?\n\n“{}”", "Ann Smith", id="question above"),
        pytest.param("Has Smith ever said that?\n“{}”", "Smith", id="question above, ever"),
        pytest.param("Is this from Ann Smith?\n\n“{}”", "Ann Smith", id="question above, from"),
        pytest.param("“{}”\n\nDid Ann Smith really say that?", "Ann Smith", id="question below"),
        pytest.param("Smith never said “{}”", "Smith", id="never said"),
        pytest.param("Ann Smith did not say “{}”", "Ann Smith", id="did not say"),
        pytest.param("Ann Smith denies having said “{}”", "Ann Smith", id="denies"),
        pytest.param("I heard that Smith said “{}”", "Smith", id="I heard"),
        pytest.param("The President: “{}”", "President", id="an office as a label"),
        pytest.param("As Ann Smith once put it, “{}”", "Ann Smith", id="put it"),
        pytest.param("“{}” (Smith to reporters in Ohio)", "Smith", id="brackets, to somebody"),
        pytest.param("RT @annsmith: “{}”", "@annsmith", id="repost"),
        # German
        pytest.param("Hat Merkel wirklich gesagt: „{}“?", "Merkel", id="hat gesagt, question"),
        pytest.param("Laut Habeck: „{}“", "Habeck", id="laut"),
        pytest.param("Laut Robert Habeck „{}“", "Robert Habeck", id="laut, no colon"),
        pytest.param("„{}“, so Habeck", "Habeck", id="so"),
        pytest.param("„{}“, so die Ministerin Annalena Baerbock.", "Ministerin Annalena Baerbock", id="so, with an office"),
        pytest.param("Kennedy hat gesagt: „{}“", "Kennedy", id="hat gesagt"),
        pytest.param("Nach Angaben von Habeck: „{}“", "Habeck", id="nach Angaben von"),
        pytest.param("„{}“, meinte Scholz am Montag.", "Scholz", id="meinte"),
        pytest.param("Habeck zufolge „{}“", "Habeck", id="zufolge"),
        # French
        pytest.param("Selon Macron, « {} »", "Macron", id="selon"),
        pytest.param("« {} », selon Emmanuel Macron.", "Emmanuel Macron", id="selon, behind"),
        pytest.param("D’après Le Pen : « {} »", "Le Pen", id="d'après"),
        pytest.param("« {} », a lancé Macron.", "Macron", id="a lancé"),
        # Spanish, Portuguese, Italian
        pytest.param("Según Sánchez, «{}»", "Sánchez", id="según"),
        pytest.param("«{}», ha dicho Pedro Sánchez.", "Pedro Sánchez", id="ha dicho"),
        pytest.param("“{}”, aseguró Milei", "Milei", id="aseguró"),
        pytest.param("“{}”, diz Bolsonaro", "Bolsonaro", id="diz"),
        pytest.param("“{}”, diz Bolsonaro sobre mortes", "Bolsonaro", id="diz, sobre"),
        pytest.param("Segundo Lula, “{}”", "Lula", id="segundo"),
        pytest.param("Secondo Meloni: «{}»", "Meloni", id="secondo"),
        pytest.param("«{}», ha detto Giorgia Meloni.", "Giorgia Meloni", id="ha detto"),
        pytest.param("“{}”, afirmou o presidente Jair Bolsonaro nesta segunda", "Jair Bolsonaro", id="afirmou"),
        pytest.param("Nunca dijo Sánchez “{}”", "Sánchez", id="nunca dijo"),
        pytest.param("Macron a-t-il vraiment dit « {} » ?", "Macron", id="a-t-il dit"),
        # Turkish, Slavic, Dutch
        pytest.param("“{}” dedi Erdoğan", "Erdoğan", id="dedi"),
        pytest.param("Erdoğan, “{}” dedi.", "Erdoğan", id="dedi, name in front"),
        pytest.param("Erdoğan: “{}”", "Erdoğan", id="Turkish label"),
        pytest.param("«{}», – заявив Кулеба", "Кулеба", id="заявив"),
        pytest.param("«{}», — наголосив Дмитро Кулеба.", "Дмитро Кулеба", id="наголосив"),
        pytest.param("За словами Зеленського, «{}»", "Зеленського", id="за словами"),
        pytest.param("По словам Пескова, «{}»", "Пескова", id="по словам"),
        pytest.param("„{}” – powiedział Donald Tusk", "Donald Tusk", id="powiedział"),
        pytest.param("Według Tuska „{}”", "Tuska", id="według"),
        pytest.param("‘{}’, aldus Rutte", "Rutte", id="aldus"),
        pytest.param("Volgens Mark Rutte: “{}”", "Mark Rutte", id="volgens"),
        pytest.param("“{}”, zei Rutte gisteren.", "Rutte", id="zei"),
        # scripts without capitals
        pytest.param("「{}」麻生太郎", "麻生太郎", id="Japanese name behind"),
        pytest.param("「{}」麻生太郎副総理", "麻生太郎", id="Japanese title behind"),
        pytest.param("「{}」（安倍晋三）", "安倍晋三", id="Japanese name in wide brackets"),
        pytest.param("麻生太郎「{}」", "麻生太郎", id="Japanese name in front"),
        pytest.param("麻生太郎氏は「{}」と述べた", "麻生太郎", id="Japanese verb behind"),
        pytest.param("ボリス・ジョンソン首相「{}」", "ボリス・ジョンソン", id="Japanese, a foreign name"),
        pytest.param("习近平主席：“{}”", "习近平", id="Chinese title"),
        pytest.param("“{}”——李克强", "李克强", id="Chinese long dash"),
        pytest.param("李克强说过：“{}”", "李克强", id="Chinese verb"),
        pytest.param("据李克强：“{}”", "李克强", id="Chinese according"),
        pytest.param("وفقا لبوتين: «{}»", "لبوتين", id="Arabic according"),
    ],
)  # fmt: skip
def test_who_is_named_beside_a_quotation_is_read(form: str, speaker: str) -> None:
    assert asked(form.format(WORDS)) == [(WORDS, speaker)]


@pytest.mark.parametrize(
    ("form", "speaker"),
    [
        pytest.param("Reagan: {}", "Reagan", id="label"),
        pytest.param("Churchill - {}", "Churchill", id="hyphen"),
        pytest.param("Winston Churchill — {}", "Winston Churchill", id="dash"),
        pytest.param("Thatcher – {}", "Thatcher", id="en dash"),
        pytest.param("Sen. Elizabeth Warren (D-Mass.): {}", "Sen. Elizabeth Warren", id="party and state"),
        pytest.param("Ann Smith, mayor of Elmtown: {}", "Ann Smith", id="office"),
        pytest.param("President Zelensky: {}", "President Zelensky", id="title"),
        pytest.param("Erdoğan: {}", "Erdoğan", id="Turkish"),
        pytest.param("Путин: {}", "Путин", id="Russian"),
        pytest.param("Laut Habeck: {}", "Habeck", id="laut"),
        pytest.param("Selon Macron, {}", "Macron", id="selon"),
        pytest.param("@annsmith: {}", "@annsmith", id="handle"),
        pytest.param("{} by former President Bush", "former President Bush", id="by former"),
        pytest.param("{}, so Habeck", "Habeck", id="so"),
        pytest.param("{}, selon Macron", "Macron", id="selon, behind"),
        pytest.param("{} – заявив Кулеба", "Кулеба", id="заявив"),
        pytest.param("A quote from Ronald Reagan: {}", "Ronald Reagan", id="a quote from"),
        pytest.param("Ann Smith:\n{}", "Ann Smith", id="line above"),
    ],
)
def test_who_is_named_beside_words_without_marks_is_read(form: str, speaker: str) -> None:
    assert asked(form.format(WORDS)) == [(WORDS, speaker)]


def test_each_half_of_a_sentence_has_its_own_speaker() -> None:
    text = "“We will build the bridge,” she said, and Kennedy added: “We will build the road”"
    assert asked(text) == [("We will build the bridge", None), ("We will build the road", "Kennedy")]


@pytest.mark.parametrize(
    "text",
    [
        "Houston: we have a problem",
        "Freedom: it is never free",
        "Question: who will guard the guards?",
        "Peace - we want nothing else",
        "Democracy — it dies in darkness",
        "America: we are coming home",
        "Warning: this road is closed to all",
        "Brexit: we will get it done",
        "Update: the bridge is closed",
        "Remember - we are one people",
        "Laut und klar: wir bleiben hier",
        "So wahr mir Gott helfe",
        "Selon moi, nous avons gagné la paix",
        "We fight in the shade, so be it",
        "Tomorrow - a new day begins",
        "Je suis Charlie, so what",
        "Bridges: we will build them",
        "Monday: we start the work",
        "Kids - they grow up so fast",
        "Hello: we are here again",
    ],
)
def test_a_word_that_only_stands_where_a_name_may_is_none(text: str) -> None:
    assert asked(text) == [(text.rstrip("?") if text.endswith("?") else text, None)] or asked(text) == [
        (text, None)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“{}” Remember that",
        "“{}” In Berlin, 2015",
        "“{}” What a day",
        "“{}” Source: Reuters",
        "“{}” True?",
        "“{}”, so the story goes",
        "“{}” to the people",
        "Is this true?\n\n“{}”",
        "Did he really say this?\n\n“{}”",
        "From my notes: “{}”",
        "Selon lui, « {} »",
        "„{}“, so er",
    ],
)
def test_what_names_nobody_beside_a_quotation_makes_no_name(text: str) -> None:
    assert asked(text.format(WORDS)) == [(WORDS, None)]


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        pytest.param("Putin and Lavrov said: “{}”", "Putin and Lavrov", id="two at once"),
        pytest.param("A spokesman for Putin said: “{}”", "A spokesman for Putin", id="a spokesman for"),
        pytest.param("“{}” said an aide to Merkel", "an aide to Merkel", id="an aide to"),
        pytest.param("“{}” Putin or Medvedev, I think", "Putin or Medvedev, I think", id="one or the other"),
        pytest.param("“{}” (Macron? Le Pen?)", "(Macron? Le Pen?)", id="two in brackets"),
        pytest.param("The ECB chief: “{}”", "The ECB chief", id="an office without a name"),
        pytest.param("Merkel, Macron: “{}”", "Merkel, Macron", id="two before a colon"),
    ],
)
def test_a_name_that_was_seen_and_not_used_is_kept(text: str, unused: str) -> None:
    (quote,) = parse(text.format(WORDS)).quotes
    assert (quote.text, quote.speaker, quote.unused) == (WORDS, None, unused)


@pytest.mark.parametrize(
    "text",
    ["“{}”", "{}", "“{}” by Putin", "Did he say “{}”?", "He said “{}”", "In Moscow: “{}”", "“{}” is this true?", "Breaking: “{}”"],
)  # fmt: skip
def test_nothing_is_kept_where_no_name_was_passed_over(text: str) -> None:
    (quote,) = parse(text.format(WORDS)).quotes
    assert not quote.unused
