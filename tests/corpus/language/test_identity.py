"""Who is meant: one person by any name, two people by their titles, and what cannot be told is said to be unclear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.identity import Match, Reason, compare_names, find_namesakes, identify

SAME, DIFFERENT, UNCLEAR = Match.SAME, Match.DIFFERENT, Match.UNCLEAR
US, UK, RUSSIA = (
    "President of the United States",
    "Prime Minister of the United Kingdom",
    "President of Russia",
)


def ids(row: tuple[str | None, ...]) -> str:
    return " / ".join(part or "-" for part in row)


TITLED = [
    ("IMF chief Georgieva", "Kristalina Georgieva"),
    ("UN Secretary-General Guterres", "António Guterres"),
    ("EU Commission President von der Leyen", "Ursula von der Leyen"),
    ("Fed Chair Powell", "Jerome Powell"),
    ("Lord Cameron", "David Cameron"),
    ("Dame Jacinda Ardern", "Jacinda Ardern"),
    ("Cardinal Parolin", "Pietro Parolin"),
    ("Archbishop Tutu", "Desmond Tutu"),
    ("General Zaluzhnyi", "Valerii Zaluzhnyi"),
    ("US Secretary of State Antony Blinken", "Antony Blinken"),
    ("former German Chancellor Schröder", "Gerhard Schröder"),
    ("Bundeskanzlerin Merkel", "Angela Merkel"),
    ("Bundeskanzlerin a.D. Angela Merkel", "Angela Merkel"),
    ("Außenministerin Baerbock", "Annalena Baerbock"),
    ("Bundespräsident Frank-Walter Steinmeier", "Frank-Walter Steinmeier"),
    ("EZB-Präsidentin Lagarde", "Christine Lagarde"),
    ("le président Macron", "Emmanuel Macron"),
    ("la Première ministre Élisabeth Borne", "Élisabeth Borne"),
    ("le premier ministre Attal", "Gabriel Attal"),
    ("Mme Le Pen", "Marine Le Pen"),
    ("el presidente Milei", "Javier Milei"),
    ("la presidenta Sheinbaum", "Claudia Sheinbaum"),
    ("el presidente del Gobierno Pedro Sánchez", "Pedro Sánchez"),
    ("il presidente Mattarella", "Sergio Mattarella"),
    ("la premier Meloni", "Giorgia Meloni"),
    ("ex-presidente Lula", "Luiz Inácio Lula da Silva"),
    ("primeiro-ministro Costa", "António Costa"),
    ("premier Rutte", "Mark Rutte"),
    ("premier Tusk", "Donald Tusk"),
    ("prezydent Duda", "Andrzej Duda"),
    ("президент Путин", "Vladimir Putin"),
    ("премьер-министр Мишустин", "Михаил Мишустин"),
    ("министр иностранных дел Лавров", "Sergey Lavrov"),
    ("г-н Песков", "Dmitry Peskov"),
    ("міністр закордонних справ Кулеба", "Дмитро Кулеба"),
    ("президентка Санду", "Maia Sandu"),
    ("国家主席习近平", "Xi Jinping"),
    ("李克强总理", "李克强"),
    ("安倍首相", "安倍晋三"),
    ("岸田文雄首相", "Fumio Kishida"),
    ("バイデン大統領", "Joe Biden"),
    ("الرئيس السيسي", "عبد الفتاح السيسي"),
    ("رئيس الوزراء نتنياهو", "Benjamin Netanyahu"),
    ("Pope Leo", "Pope Leo XIV"),
    ("Papst Franziskus", "Pope Francis"),
    ("le pape François", "Pope Francis"),
    ("Queen Elizabeth II", "Elizabeth II"),
    ("Laut Habeck", "Robert Habeck"),
    ("U.N. Secretary-General Ban Ki-moon", "Ban Ki-moon"),
    ("Poutine", "Vladimir Putin"),
    ("Wladimir Putin", "Vladimir Putin"),
    ("Präsident Selenskyj", "Volodymyr Zelensky"),
    ("selon le président Macron", "Emmanuel Macron"),
    ("según Pedro Sánchez", "Pedro Sánchez"),
]


@pytest.mark.parametrize("row", TITLED, ids=ids)
def test_a_title_in_any_language_leaves_the_person(row: tuple[str, str]) -> None:
    assert compare_names(*row).match is SAME


OTHER_NAMES = [
    ("Eric Blair", "George Orwell"),
    ("Karol Wojtyla", "Pope John Paul II"),
    ("Cardinal Ratzinger", "Pope Benedict XVI"),
    ("Bergoglio", "Pope Francis"),
    ("Cassius Clay", "Muhammad Ali"),
    ("Vladimir Ulyanov", "Lenin"),
    ("Mary Ann Evans", "George Eliot"),
    ("Jackie Kennedy", "Jacqueline Kennedy Onassis"),
    ("Margaret Roberts", "Margaret Thatcher"),
    ("Maria Sklodowska", "Marie Curie"),
    ("Mustafa Kemal", "Atatürk"),
    ("Mohandas K. Gandhi", "Mahatma Gandhi"),
    ("@BarackObama", "Barack Obama"),
    ("@realdonaldtrump", "Donald Trump"),
    ("@Pontifex", "Pope Francis"),
    ("@JustinTrudeau", "Justin Trudeau"),
    ("@SenWarren_Elizabeth", "Elizabeth Warren"),
    ("Chou En-lai", "周恩来"),
    ("Abu Mazen", "Mahmoud Abbas"),
]


@pytest.mark.parametrize("row", OTHER_NAMES, ids=ids)
def test_pen_names_maiden_names_and_handles_are_their_owners(row: tuple[str, str]) -> None:
    assert compare_names(*row).may_be
    assert compare_names(*row[::-1]) == compare_names(*row)


@pytest.mark.parametrize(
    "row",
    [
        ("Blair", "George Orwell"),
        ("Nehru", "Indira Gandhi"),
        ("Robinson", "Michelle Obama"),
        ("Clay", "Muhammad Ali"),
    ],
    ids=ids,
)
def test_the_surname_of_another_name_alone_is_asked_about(row: tuple[str, str]) -> None:
    assert compare_names(*row).match is UNCLEAR


SCRIPTS = [
    ("Shinzo Abe", "安倍晋三"),
    ("Abe", "安倍晋三"),
    ("Abe Shinzo", "安倍晋三"),
    ("Junichiro Koizumi", "小泉純一郎"),
    ("Shigeru Ishiba", "石破茂"),
    ("Sanae Takaichi", "高市早苗"),
    ("Haruki Murakami", "村上春樹"),
    ("Hideki Tojo", "東条英機"),
    ("Yoshihide Suga", "菅義偉"),
    ("Li Keqiang", "李克强"),
    ("Wang Yi", "王毅"),
    ("Hu Jintao", "胡锦涛"),
    ("Xi", "習近平"),
    ("Ai Weiwei", "艾未未"),
    ("Lu Xun", "魯迅"),
    ("江澤民", "江泽民"),
    ("Hosni Mubarak", "حسني مبارك"),
    ("Mubarak", "حسني مبارك"),
    ("Saddam Hussein", "صدام حسين"),
    ("Ali Khamenei", "علي خامنئي"),
    ("Bashar al-Assad", "بشار الأسد"),
    ("Narendra Modi", "नरेन्द्र मोदी"),
    ("गांधी", "राहुल गांधी"),
    ("मोदी", "नरेंद्र मोदी"),
    ("Amit Shah", "अमित शाह"),
    ("Sheikh Hasina", "শেখ হাসিনা"),
    ("Kyriakos Mitsotakis", "Κυριάκος Μητσοτάκης"),
    ("Benjamin Netanyahu", "בנימין נתניהו"),
    ("Alexei Navalny", "Алексей Навальный"),
    ("Nikita Khrushchev", "Никита Хрущёв"),
    ("Yulia Tymoshenko", "Юлія Тимошенко"),
    ("Kim Jong Un", "김정은"),
    ("Moon Jae-in", "문재인"),
    ("Angela Merkel", "メルケル"),
    ("トランプ", "Donald Trump"),
    ("Eduard Shevardnadze", "ედუარდ შევარდნაძე"),
    ("Vladimir Putin", "ウラジーミル・プーチン"),
]


@pytest.mark.parametrize("row", SCRIPTS, ids=ids)
def test_a_name_in_another_script_is_never_somebody_else(row: tuple[str, str]) -> None:
    assert compare_names(*row).may_be
    assert compare_names(*row[::-1]) == compare_names(*row)


APART = [
    ("Donald Trump", "安倍晋三"),
    ("Barack Obama", "习近平"),
    ("Xi Jinping", "毛泽东"),
    ("Taro Kono", "麻生太郎"),
    ("岸田文雄", "安倍晋三"),
    ("金正日", "金正恩"),
    ("Bashar al-Assad", "حافظ الأسد"),
    ("Saddam Hussein", "معمر القذافي"),
    ("Sonia Gandhi", "राहुल गांधी"),
    ("Narendra Modi", "राहुल गांधी"),
    ("Владимир Путин", "Joe Biden"),
    ("Жириновский", "Dmitry Medvedev"),
    ("Νίκος Δένδιας", "Kyriakos Mitsotakis"),
    ("Emmanuel Macron", "نتنياهو"),
    ("Kim Jong Il", "김정은"),
    ("トランプ", "Joe Biden"),
]


@pytest.mark.parametrize("row", APART, ids=ids)
def test_two_people_in_two_scripts_stay_two(row: tuple[str, str]) -> None:
    assert compare_names(*row).match is DIFFERENT


SLIPS = [
    ("Winston Churchil", "Winston Churchill"),
    ("Wiston Churchill", "Winston Churchill"),
    ("Chruchill", "Winston Churchill"),
    ("Angela Merkle", "Angela Merkel"),
    ("Barak Obama", "Barack Obama"),
    ("Emanuel Macron", "Emmanuel Macron"),
    ("Macorn", "Emmanuel Macron"),
    ("Ronald Raegan", "Ronald Reagan"),
    ("Hilary Clinton", "Hillary Clinton"),
    ("Netenyahu", "Benjamin Netanyahu"),
    ("Margret Thatcher", "Margaret Thatcher"),
    ("Tatcher", "Margaret Thatcher"),
    ("Abraham Lincon", "Abraham Lincoln"),
    ("Ghandi", "Mahatma Gandhi"),
    ("Einstien", "Albert Einstein"),
    ("Roosvelt", "Franklin D. Roosevelt"),
    ("Zelenksy", "Volodymyr Zelensky"),
    ("Eisenhauer", "Dwight D. Eisenhower"),
    ("Stoltenburg", "Jens Stoltenberg"),
    ("Владимр Путин", "Владимир Путин"),
]


@pytest.mark.parametrize("row", SLIPS, ids=ids)
def test_a_slip_is_asked_about(row: tuple[str, str]) -> None:
    found = compare_names(*row)
    assert found.may_be
    assert found.match is UNCLEAR or row == ("Владимр Путин", "Владимир Путин")


@pytest.mark.parametrize(
    "row",
    [
        ("Paul Smith", "Paula Smith"),
        ("John Kennedy", "Joan Kennedy"),
        ("Mario Rossi", "Maria Rossi"),
        ("Daniel Jones", "Daniela Jones"),
        ("George Bush", "George Rusk"),
        ("Bush", "Dean Rusk"),
        ("Blair", "Tony Bliss"),
        ("Jean Martin", "Joan Martin"),
        ("Michel Martin", "Rachel Martin"),
        ("Robert Mueller", "Angela Müller"),
        ("Boris Johnson", "Ron Johnson"),
        ("Merz", "Angela Merkel"),
    ],
    ids=ids,
)
def test_like_names_of_two_people_are_no_slip(row: tuple[str, str]) -> None:
    assert compare_names(*row).match is DIFFERENT


@pytest.mark.parametrize(
    "row",
    [
        ("Boris", "Boris Johnson"),
        ("Hillary", "Hillary Clinton"),
        ("Angela", "Angela Merkel"),
        ("Volodymyr", "Volodymyr Zelensky"),
        ("Jacinda", "Jacinda Ardern"),
        ("Bernie", "Bernie Sanders"),
        ("Greta", "Greta Thunberg"),
        ("Recep", "Recep Tayyip Erdoğan"),
        ("Gabriel García", "Gabriel García Márquez"),
        ("Борис", "Boris Johnson"),
        ("WHO Director-General Tedros", "Tedros Adhanom Ghebreyesus"),
        ("太郎", "麻生太郎"),
    ],
    ids=ids,
)
def test_one_word_that_fits_is_asked_about(row: tuple[str, str]) -> None:
    assert compare_names(*row).match is UNCLEAR


CONTRADICTED = [
    ("Mr. Clinton", "Hillary Clinton", None),
    ("Madame Macron", "Emmanuel Macron", "président de la République"),
    ("Frau Kohl", "Helmut Kohl", None),
    ("Herr Merkel", "Angela Merkel", None),
    ("señora Kirchner", "Néstor Kirchner", None),
    ("la presidenta Fernández", "Alberto Fernández", "Presidente de Argentina"),
    ("signora Berlusconi", "Silvio Berlusconi", None),
    ("Lady Churchill", "Winston Churchill", None),
    ("Baroness Johnson", "Boris Johnson", None),
    ("госпожа Горбачёва", "Михаил Горбачёв", None),
    ("pani Tusk", "Donald Tusk", None),
    ("Frau Bundeskanzlerin Schmidt", "Helmut Schmidt", None),
    ("Queen Charles", "King Charles III", "King"),
    ("Prime Minister Roosevelt", "Franklin D. Roosevelt", US),
    ("Premier Biden", "Joe Biden", US),
    ("President Starmer", "Keir Starmer", UK),
    ("President Blair", "Tony Blair", UK),
    ("le président Trudeau", "Justin Trudeau", "Prime Minister of Canada"),
    ("Trudeau senior", "Justin Trudeau", None),
    ("Bush senior", "George W. Bush", None),
    ("Bush Jr.", "George H. W. Bush", None),
    ("Trump Jr.", "Donald Trump", US),
    ("Kim Jr.", "Kim Il Sung", None),
    ("Assad senior", "Bashar al-Assad", None),
    ("Le Pen père", "Marine Le Pen", None),
    ("Marcos Jr.", "Ferdinand Marcos", None),
    ("George Papandreou junior", "Andreas Papandreou", None),
    ("老布什", "George W. Bush", None),
    ("小布什", "George H. W. Bush", None),
    ("Буш-старший", "George W. Bush", None),
    ("Pope Francis", "Pope Benedict XVI", "Pope"),
    ("Cherie Blair", "Tony Blair", None),
    ("Mrs. Gandhi", "Mahatma Gandhi", None),
]


@pytest.mark.parametrize("row", CONTRADICTED, ids=ids)
def test_a_title_or_a_generation_that_contradicts_is_heeded(row: tuple[str, str, str | None]) -> None:
    assert identify(*row).match is DIFFERENT


@pytest.mark.parametrize(
    "row",
    [
        ("Mrs. Clinton", "Hillary Clinton"),
        ("Mr Johnson", "Boris Johnson"),
        ("Frau Merkel", "Angela Merkel"),
        ("Bush senior", "George H. W. Bush"),
        ("Trudeau senior", "Pierre Trudeau"),
        ("Kim Jr.", "Kim Jong Un"),
        ("Trump Jr.", "Donald Trump Jr."),
        ("小布什", "George W. Bush"),
        ("Madame Borne", "Élisabeth Borne"),
        ("Lady Thatcher", "Margaret Thatcher"),
    ],
    ids=ids,
)
def test_a_title_or_a_generation_that_fits_is_no_objection(row: tuple[str, str]) -> None:
    assert identify(*row).match is SAME


HELD = [
    ("the Chancellor", "Olaf Scholz", "Chancellor of Germany", SAME),
    ("der Bundeskanzler", "Olaf Scholz", "Chancellor of Germany", SAME),
    ("die Kanzlerin", "Angela Merkel", "Bundeskanzlerin", SAME),
    ("die Kanzlerin", "Olaf Scholz", "Bundeskanzler", DIFFERENT),
    ("la première ministre", "Élisabeth Borne", "Première ministre", SAME),
    ("le premier ministre", "Gabriel Attal", "Prime Minister of France", SAME),
    ("POTUS", "Joe Biden", US, SAME),
    ("POTUS", "Emmanuel Macron", "President of France", DIFFERENT),
    ("the Holy Father", "Pope Francis", "Pope", SAME),
    ("the Pope", "Pope Francis", None, SAME),
    ("le pape", "Pope Francis", None, SAME),
    ("the Pope", "Joe Biden", US, DIFFERENT),
    ("der Papst", "Angela Merkel", "Chancellor of Germany", DIFFERENT),
    ("el presidente de México", "Andrés Manuel López Obrador", "President of Mexico", SAME),
    ("el presidente de México", "Emmanuel Macron", "President of France", DIFFERENT),
    ("российский президент", "Владимир Путин", "Президент России", SAME),
    ("総理", "岸田文雄", "内閣総理大臣", SAME),
    ("首相", "Keir Starmer", UK, SAME),
    ("总理", "Li Keqiang", "Premier of China", SAME),
    ("رئيس الوزراء", "Benjamin Netanyahu", "Prime Minister of Israel", SAME),
    ("the ECB chief", "Christine Lagarde", "President of the European Central Bank", SAME),
    ("the ECB chief", "Kristalina Georgieva", "Managing Director of the IMF", DIFFERENT),
    ("NATO's secretary general", "Mark Rutte", "NATO Secretary General", SAME),
    ("the German foreign minister", "Annalena Baerbock", "Foreign Minister of Germany", SAME),
    ("German FM", "Annalena Baerbock", "Foreign Minister of Germany", SAME),
    ("German FM", "Sergey Lavrov", "Foreign Minister of Russia", DIFFERENT),
    ("the prime minister", "Keir Starmer", "Leader of the Opposition", UNCLEAR),
    ("the prime minister", "Keir Starmer", None, UNCLEAR),
    ("the King", "Charles III", "King of the United Kingdom", SAME),
    ("the Kremlin", "Vladimir Putin", RUSSIA, DIFFERENT),
    ("Deutschlands Kanzler", "Olaf Scholz", "Bundeskanzler", UNCLEAR),
    ("le chancelier allemand", "Olaf Scholz", "Chancellor of Germany", UNCLEAR),
    ("le président russe", "Vladimir Putin", RUSSIA, SAME),
]


@pytest.mark.parametrize("row", HELD, ids=lambda row: ids(row[:3]))
def test_an_office_is_who_the_record_says_held_it(row: tuple[str, str, str | None, Match]) -> None:
    assert identify(*row[:3]).match is row[3]


def test_of_two_of_one_name_the_one_who_held_the_office_is_meant() -> None:
    roles = {"Lyndon B. Johnson": [US], "Boris Johnson": [UK, "Foreign Secretary"]}
    assert identify("President Johnson", "Boris Johnson", "MP", roles).match is DIFFERENT
    assert identify("President Johnson", "Lyndon B. Johnson", "Senator", roles).match is SAME
    assert identify("Prime Minister Johnson", "Boris Johnson", "Mayor of London", roles).match is SAME
    assert identify("Governor Johnson", "Boris Johnson", "MP", roles) == identify(
        "Governor Johnson", "Lyndon B. Johnson", US, roles
    )
    assert identify("Governor Johnson", "Boris Johnson", "MP", roles).reason is Reason.ROLE


def test_a_title_that_the_record_does_not_know_is_no_evidence_against_the_only_one_of_that_name() -> None:
    assert (
        identify(
            "Chancellor Scholz", "Olaf Scholz", "Finance Minister", {"Olaf Scholz": ["Finance Minister"]}
        ).match
        is SAME
    )


def test_namesakes_are_told_apart_and_spellings_of_one_are_not() -> None:
    names = ["Rahul Gandhi", "राहुल गांधी", "Mahatma Gandhi", "Indira Gandhi", "Gandhi"]
    assert find_namesakes("Gandhi", names) == ("Rahul Gandhi", "Mahatma Gandhi", "Indira Gandhi")


@given(st.text(max_size=40), st.text(max_size=40))
def test_identity_is_mutual_for_names_of_any_letters(one: str, other: str) -> None:
    assert compare_names(one, other) == compare_names(other, one)


@given(st.sampled_from([b for _, b in SCRIPTS]), st.sampled_from([b for _, b in SCRIPTS]))
def test_nobody_is_different_from_himself(one: str, other: str) -> None:
    assert compare_names(one, one).match is SAME
    assert compare_names(one, other) == compare_names(other, one)
