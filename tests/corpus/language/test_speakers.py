"""Who is who: names that can be one person, and names that must not be taken for each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.load import starter
from corpus.language.identity import Match, identify, same_speaker
from corpus.language.speakers import nameless, parse_name, tag

PEOPLE = sorted({statement.speaker for statement in starter()})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Putin", "Vladimir Putin", id="surname alone"),
        pytest.param("President Putin", "Vladimir Putin", id="title"),
        pytest.param("Premier Li Qiang", "Li Qiang", id="a premier with family name first"),
        pytest.param("Premier Doug Ford", "Doug Ford", id="a premier"),
        pytest.param("Putin, Vladimir", "Vladimir Putin", id="surname first"),
        pytest.param("V. Putin", "Vladimir Putin", id="initial"),
        pytest.param("VLADIMIR PUTIN", "Vladimir Putin", id="capitals"),
        pytest.param("Владимир Путин", "Vladimir Putin", id="Cyrillic"),
        pytest.param("Трамп", "Donald Trump", id="an English name in Russian"),
        pytest.param("Джо Байден", "Joe Biden", id="an English name in Russian, with the given name"),
        pytest.param("普京", "Vladimir Putin", id="Chinese characters"),
        pytest.param("ترامب", "Donald Trump", id="Arabic"),
        pytest.param("Zelensky", "Volodymyr Zelenskyy", id="transliterations"),
        pytest.param("Володимир Зеленський", "Volodymyr Zelensky", id="Ukrainian"),
        pytest.param("Dmitry Peskov, Kremlin spokesman", "Peskov", id="office behind a comma"),
        pytest.param("Kremlin spokesman Dmitry Peskov", "Dmitry Peskov", id="office before the name"),
        pytest.param("JD Vance", "J. D. Vance", id="initials without dots"),
        pytest.param("James David Vance", "J. D. Vance", id="initials written out"),
        pytest.param("Joe Biden", "Joseph R. Biden Jr.", id="short form, middle initial and Jr"),
        pytest.param("Donald Trump", "Donald J. Trump", id="middle initial"),
        pytest.param("FDR", "Franklin D. Roosevelt", id="FDR"),
        pytest.param("MLK", "Martin Luther King Jr.", id="MLK"),
        pytest.param("Xi", "Xi Jinping", id="Chinese family name first"),
        pytest.param("Kim", "Kim Jong Un", id="Korean family name first"),
        pytest.param("Kim Jong-un", "Kim Jong Un", id="hyphen"),
        pytest.param("Mao", "Mao Zedong", id="Mao"),
        pytest.param("von der Leyen", "Ursula von der Leyen", id="particles"),
        pytest.param("Lula", "Luiz Inácio Lula da Silva", id="Lula"),
        pytest.param("Erdogan", "Recep Tayyip Erdoğan", id="accents"),
        pytest.param("James Baker", "James A. Baker III", id="numeral"),
        pytest.param("Pope John Paul II", "John Paul II", id="regnal numeral"),
        pytest.param("George Bush", "George W. Bush", id="given name without the initial"),
        pytest.param("Russian president", "President of Russia", id="an office in two ways"),
        pytest.param("US State Department", "State Department", id="a body more fully named"),
    ],
)
def test_two_names_of_one_person_are_one(one: str, other: str) -> None:
    assert same_speaker(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Bill Clinton", "Hillary Clinton", id="Clinton"),
        pytest.param("George Bush", "Jeb Bush", id="Bush"),
        pytest.param("George H. W. Bush", "George W. Bush", id="father and son by their initials"),
        pytest.param("John F. Kennedy", "Robert F. Kennedy", id="brothers with one initial"),
        pytest.param("JFK", "RFK", id="JFK and RFK"),
        pytest.param("Robert F. Kennedy", "Robert F. Kennedy Jr.", id="Robert Kennedy and his son"),
        pytest.param("Donald Trump", "Donald Trump Jr.", id="Donald Trump and his son"),
        pytest.param("Ferdinand Marcos", "Ferdinand Marcos Jr.", id="Marcos and his son"),
        pytest.param("Donald Trump", "Melania Trump", id="husband and wife"),
        pytest.param("D. Trump", "Ivanka Trump", id="another initial"),
        pytest.param("Charles II", "Charles III", id="regnal numerals"),
        pytest.param("FDR", "Theodore Roosevelt", id="Roosevelt"),
        pytest.param("Kim Jong Un", "Kim Jong Il", id="Kim"),
        pytest.param("Xi Jinping", "Jiang Zemin", id="Chinese"),
        pytest.param("Boris Johnson", "Lyndon Johnson", id="Johnson"),
        pytest.param("Will Smith", "Jaden Smith", id="Smith"),
        pytest.param("Martin Luther", "Martin Luther King", id="Luther"),
        pytest.param("State Department", "Justice Department", id="departments"),
        pytest.param("Ministry of War", "Institute for the Study of War", id="bodies with one last word"),
        pytest.param("White House", "White House press secretary", id="a body and its office"),
        pytest.param("the Russian president", "the French president", id="offices of two countries"),
        pytest.param("the Russian president", "The President", id="an office and a bare one"),
        pytest.param("the Russian president", "the Russian prime minister", id="two offices of one country"),
        pytest.param("Putin's spokesman", "Vladimir Putin", id="his spokesman"),
        pytest.param("spokesman for Putin", "Vladimir Putin", id="a spokesman for him"),
        pytest.param("Putin aide", "Vladimir Putin", id="his aide"),
        pytest.param("", "", id="nobody"),
        pytest.param("The", "Putin", id="no name at all"),
    ],
)
def test_two_people_are_never_taken_for_one(one: str, other: str) -> None:
    assert not same_speaker(one, other)


@pytest.mark.parametrize(
    ("claimed", "speaker", "role", "expected"),
    [
        pytest.param("the Russian president", "Vladimir Putin", "President of Russia", True, id="holds it"),
        pytest.param("the French president", "Vladimir Putin", "President of Russia", False, id="another's"),
        pytest.param("the Kremlin spokesman", "Dmitry Peskov", "Kremlin spokesman", True, id="of a body"),
        pytest.param("the Russian foreign minister", "Sergey Lavrov", "Foreign Minister of Russia", True, id="minister"),
        pytest.param("the British prime minister", "Keir Starmer", "Prime Minister of the United Kingdom", True, id="two words"),
        pytest.param("the US Secretary of State", "Marco Rubio", "US Secretary of State", True, id="of a country in letters"),
        pytest.param("the Russian president", "Sergey Lavrov", "Foreign Minister of Russia", False, id="not president"),
        pytest.param("the Russian president", "Vladimir Putin", None, True, id="role not known: nobody is ruled out"),
        pytest.param("Macron", "Vladimir Putin", None, False, id="a name is no office"),
        pytest.param("the Kremlin", "Vladimir Putin", None, False, id="a body is no person"),
    ],
)  # fmt: skip
def test_an_office_stands_for_its_holder(
    claimed: str, speaker: str, role: str | None, expected: bool
) -> None:
    assert identify(claimed, speaker, role).may_be is expected


def test_a_name_needs_no_office() -> None:
    assert identify("Putin", "Vladimir Putin", "President of Russia").match is Match.SAME


@pytest.mark.parametrize("speaker", ["", "Unknown", "UNIDENTIFIED MALE", "Audience", "Q", "unresolved", "…"])
def test_a_speaker_without_a_name_is_nobody(speaker: str) -> None:
    assert nameless(speaker)


@pytest.mark.parametrize("speaker", PEOPLE)
def test_everybody_in_the_starter_record_is_somebody_and_like_himself(speaker: str) -> None:
    assert not nameless(speaker)
    assert same_speaker(speaker, speaker)
    assert parse_name(speaker) == parse_name(speaker.upper()) or "." in speaker


def test_no_two_people_of_the_starter_record_are_one() -> None:
    pairs = [(a, b) for a in PEOPLE for b in PEOPLE if a < b and same_speaker(a, b)]
    assert pairs == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_of_names_is_mutual_and_no_name_is_too_strange(one: str, other: str) -> None:
    assert same_speaker(one, other) == same_speaker(other, one)
    if same_speaker(one, one) and not parse_name(one).words:
        assert tag(one) == tag(one.strip())


@given(
    st.sampled_from([p for p in PEOPLE if not parse_name(p).words]),
    st.sampled_from(["President ", "Mr. ", "former ", "", "Sen. "]),
)
def test_a_title_before_a_name_changes_nobody(speaker: str, title: str) -> None:
    assert same_speaker(title + speaker, speaker)
