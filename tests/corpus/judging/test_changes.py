"""What differs, and whether it changes what was said: pairs of a quote and its source, with the kinds to be named."""

import pytest

from corpus.judging.alignment import align
from corpus.judging.changes import find_changes
from corpus.verdict import Kind


def kinds(quote: str, source: str) -> list[str]:
    return [change.kind.value for change in find_changes(align(quote, source))]


# --- nothing differs -------------------------------------------------------------------------------------------

NO_DIFFERENCE = [
    pytest.param("We SHALL never surrender", "we shall never surrender", id="capitals"),
    pytest.param("We shall, never – surrender!", "We shall never surrender.", id="punctuation"),
    pytest.param("‘We shall’ never “surrender”", '"We shall" never «surrender»', id="quotation marks"),
    pytest.param("We don’t want to go", "We do not want to go", id="contraction"),
    pytest.param("It can't be and it won't be", "It cannot be and it will not be", id="contractions of can and will"),
    pytest.param("It's over and we're glad", "It is over and we are glad", id="contraction of is and are"),
    pytest.param("10,000 men came", "Ten thousand men came", id="number in digits"),
    pytest.param("Twenty-one men came", "21 men came", id="number in words"),
    pytest.param("1.5 million men came", "1,500,000 men came", id="number with a scale"),
    pytest.param("the 21st century is ours", "the 21 century is ours", id="ordinal"),
    pytest.param("5% of us came", "five per cent of us came", id="per cent"),
    pytest.param("5 percent of us came", "5 per cent of us came", id="percent"),
    pytest.param("the U.S. came", "the US came", id="dots of an abbreviation"),
    pytest.param("the ceasefire holds", "the cease-fire holds", id="hyphen"),
    pytest.param("the cease fire holds", "the ceasefire holds", id="blank for hyphen"),
    pytest.param("We will help [Ukraine] win", "We will help win", id="bracketed insertion"),
    pytest.param("We will help [Ukraine] win", "We will help them win", id="bracketed name over a pronoun"),
    pytest.param("he has no reason to come", "he [Putin] has no reason to come", id="bracket of the source"),
    pytest.param("At the moment [Putin] has no reason", "At the moment he [Putin] has no reason", id="bracket of both"),
    pytest.param("We [sic] was there", "We was there", id="sic"),
    pytest.param("we will go there", "we, we will go there", id="false start"),
    pytest.param("we will go there", "we will, we will, we will go there", id="false start, twice"),
    pytest.param("We want peace (applause) and bread", "We want peace and bread", id="stage direction"),
    pytest.param("We want peace and bread", "We want peace (Applause.) and bread", id="applause in the source"),
    pytest.param("We want … bread", "We want peace and bread", id="ellipsis"),
    pytest.param("We want [...] bread", "We want peace and bread", id="bracketed ellipsis"),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "source"), NO_DIFFERENCE)
def test_typography_numbers_contractions_brackets_and_stammers_are_no_difference(
    quote: str, source: str
) -> None:
    assert kinds(quote, source) == []


# --- differences that change nothing ---------------------------------------------------------------------------

HARMLESS = [
    pytest.param("the treaty of peace", "a treaty of peace", "FUNCTION_WORD", id="article"),
    pytest.param("I believe we will win the war", "I believe that we will win the war", "FUNCTION_WORD", id="that"),
    pytest.param("they live in the islands", "they live on the islands", "FUNCTION_WORD", id="in and on"),
    pytest.param("he spoke of the war", "he spoke of that war", "FUNCTION_WORD", id="that for the"),
    pytest.param("a vast army came", "a huge army came", "SYNONYM", id="near-synonym"),
    pytest.param("nearly all of them came", "almost all of them came", "SYNONYM", id="nearly and almost"),
    pytest.param("we shall win the war", "we will win the war", "SYNONYM", id="shall and will"),
    pytest.param("the targets are near", "the target is near", "INFLECTION", id="singular and plural"),
    pytest.param("they are attacking us", "they attack us", "INFLECTION", id="forms of a verb"),
    pytest.param("to realise our defence", "to realize our defense", "SPELLING", id="British and American"),
    pytest.param("It is World War 3", "It is World War III", "SPELLING", id="Roman numeral"),
    pytest.param("I met Zelensky there", "I met Zelenskyy there", "SPELLING", id="a name brought over twice"),
    pytest.param("We love Kyiv today", "We love Kiev today", "SPELLING", id="a city in two languages"),
    pytest.param("a million uh men came", "one million men came", "FILLER", id="a million and one million"),
    pytest.param("I see a third of a nation", "I see one-third of a nation", "FUNCTION_WORD", id="a third and one third"),
    pytest.param("we will win the war", "we will, uh, win the war", "FILLER", id="uh"),
    pytest.param("So we will win", "So, well, we will win", "FILLER", id="well, set off"),
    pytest.param("we want to win the war", "we just want to win the war", "FILLER", id="just"),
    pytest.param("we will, you see, win it", "we will, you know, you see, win it", "FILLER", id="you know"),
    pytest.param("It was a disaster for us", "It was kind of a disaster for us", "FILLER", id="kind of"),
    pytest.param("on 11 September we mourned", "on September 11 we mourned", "REORDERED", id="day and month"),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "source", "kind"), HARMLESS)
def test_a_harmless_difference_is_named_and_does_not_matter(quote: str, source: str, kind: str) -> None:
    found = kinds(quote, source)
    assert kind in found
    assert not any(Kind(one).matters for one in found)


# --- differences that matter -----------------------------------------------------------------------------------

MATTERS = [
    # negation
    pytest.param("They will be targets", "They will not be targets", "NEGATION", id="not dropped"),
    pytest.param("They won't be targets", "They will be targets", "NEGATION", id="not added in a contraction"),
    pytest.param("We shall surrender", "We shall never surrender", "NEGATION", id="never dropped"),
    pytest.param("We are at peace today", "We are no longer at peace today", "NEGATION", id="no longer dropped"),
    pytest.param("We can see the coast", "We can hardly see the coast", "NEGATION", id="hardly dropped"),
    pytest.param("They came with weapons", "They came without weapons", "NEGATION", id="with and without"),
    pytest.param("Everybody has lied to us", "Nobody has lied to us", "NEGATION", id="everybody and nobody"),
    pytest.param("a stable country it is", "an unstable country it is", "NEGATION", id="un-"),
    pytest.param("We love our neighbours", "We do not love our neighbours", "NEGATION", id="do not dropped"),
    pytest.param("We [Russia] attack them", "We do not attack them", "NEGATION", id="not under a bracket"),
    pytest.param("We [do not] attack them", "We attack them", "NEGATION", id="not in a bracket"),
    pytest.param("We shall … surrender to them", "We shall never surrender to them", "NEGATION", id="never under an ellipsis"),
    pytest.param("we shall … surrender to them", "we shall, I tell you all, never surrender to them", "NEGATION", id="never at the end of an ellipsis"),
    pytest.param("We are just fighting a war", "We are not just fighting a war", "NEGATION", id="not dropped before just"),
    pytest.param("We are not ready", "We are not quite ready", "OMITTED", id="quite dropped after not"),
    pytest.param("Wir werden Truppen schicken", "Wir werden keine Truppen schicken", "NEGATION", id="keine dropped"),
    pytest.param("Wir werden … Truppen schicken", "Wir werden niemals Truppen schicken", "NEGATION", id="niemals under an ellipsis"),
    pytest.param("Nós vamos enviar tropas", "Nós não vamos enviar tropas", "NEGATION", id="não dropped"),
    pytest.param("Ми будемо воювати", "Ми не будемо воювати", "NEGATION", id="Ukrainian ne dropped"),
    pytest.param("我们会去", "我们不会去", "NEGATION", id="Chinese bu dropped"),
    pytest.param("نحن نريد الحرب", "نحن لا نريد الحرب", "NEGATION", id="Arabic la dropped"),
    # numbers, dates, units
    pytest.param("10 men came", "12 men came", "NUMBER", id="count"),
    pytest.param("3,000 men came", "30,000 men came", "NUMBER", id="a nought more"),
    pytest.param("five million men came", "five billion men came", "NUMBER", id="scale"),
    pytest.param("they killed [500] people", "they killed 50 people", "NUMBER", id="count in a bracket"),
    pytest.param("half of us came", "all of us came", "NUMBER", id="half and all"),
    pytest.param("It ended in 1954 for us", "It ended in 1945 for us", "DATE", id="year"),
    pytest.param("We meet on Monday here", "We meet on Friday here", "DATE", id="weekday"),
    pytest.param("On 11 May we won", "On 12 May we won", "DATE", id="day of a month"),
    pytest.param("It is ten miles away", "It is ten kilometres away", "UNIT", id="miles and kilometres"),
    pytest.param("It cost €5 in all", "It cost $5 in all", "UNIT", id="currency"),
    pytest.param("It rose by 3 percentage points", "It rose by 3 percent", "REPLACED", id="percent and points"),
    # names
    pytest.param("The people of Yemen wait", "The people of Oman wait", "NAME", id="country"),
    pytest.param("The Iranian people wait", "The Iraqi people wait", "NAME", id="people"),
    pytest.param("I met Biden there", "I met Baden there", "NAME", id="two names a vowel apart"),
    pytest.param("I met Miller there", "I met Muller there", "NAME", id="Miller and Muller"),
    pytest.param("I met Ann there", "I met Ian there", "NAME", id="Ann and Ian"),
    pytest.param("I saw Harry there", "I saw Gary there", "NAME", id="Harry and Gary"),
    pytest.param("Ukraine attacked Russia that night", "Russia attacked Ukraine that night", "NAME", id="two names exchanged"),
    # modality, quantity, conditions
    pytest.param("We will attack them", "We may attack them", "MODALITY", id="will and may"),
    pytest.param("We [will] attack them", "We may attack them", "MODALITY", id="will in a bracket"),
    pytest.param("We must go there", "We should go there", "MODALITY", id="must and should"),
    pytest.param("We can go there", "We could go there", "MODALITY", id="can and could"),
    pytest.param("It is probably over for us", "It is over for us", "MODALITY", id="probably added"),
    pytest.param("Russia will attack before winter", "Will Russia attack before winter?", "MODALITY", id="a question with will"),
    pytest.param("NATO is a threat to the world", "Is NATO a threat to the world?", "MODALITY", id="a question with is"),
    pytest.param("All of them lied to us", "Some of them lied to us", "ANTONYM", id="all and some"),
    pytest.param("It was a failure for us", "It was almost a failure for us", "QUANTIFIER", id="almost dropped"),
    pytest.param("We should [all] attack them", "We should attack them", "QUANTIFIER", id="all in a bracket"),
    pytest.param("They fight for money", "They fight only for money", "QUANTIFIER", id="only dropped"),
    pytest.param("Only we can defend this land", "We can only defend this land", "QUANTIFIER", id="only moved"),
    pytest.param("We go there, they come", "We go there if they come", "CONDITION", id="if dropped"),
    pytest.param("We attack … Europe", "We attack only if threatened by Europe", "CONDITION", id="if under an ellipsis"),
    # the other way round
    pytest.param("They voted against the treaty", "They voted for the treaty", "ANTONYM", id="for and against"),
    pytest.param("We lost the war that year", "We won the war that year", "ANTONYM", id="won and lost"),
    pytest.param("Their army is strong now", "Their army is weak now", "ANTONYM", id="strong and weak"),
    # who does what to whom
    pytest.param("the attack by Russia failed", "the attack on Russia failed", "REPLACED", id="by and on"),
    pytest.param("troops in Ukraine are a danger", "troops from Ukraine are a danger", "REPLACED", id="in and from"),
    pytest.param("he was shot by the police", "he was shot at the police", "REPLACED", id="by and at"),
    pytest.param("They attacked at dawn today", "They were attacked at dawn today", "OMITTED", id="active and passive"),
    pytest.param("We want to fight this war", "We want them to fight this war", "OMITTED", id="a pronoun dropped"),
    pytest.param("They lied about the war", "We lied about the war", "REPLACED", id="we and they"),
    pytest.param("he lied about his war", "she lied about his war", "ANTONYM", id="he and she"),
    pytest.param("we know why it burned", "we know how it burned", "REPLACED", id="why and how"),
    pytest.param("We have lost the war", "Have we lost the war?", "REPLACED", id="a question with have"),
    # tense
    pytest.param("Russia was our enemy then", "Russia is our enemy then", "TENSE", id="is and was"),
    pytest.param("Russia attacked the city", "Russia attacks the city", "TENSE", id="attacks and attacked"),
    pytest.param("We did support the plan", "We do support the plan", "TENSE", id="do and did"),
    pytest.param("We had supported the plan", "We supported the plan", "TENSE", id="had added"),
    # words of their own weight
    pytest.param("We fight for oil here", "We fight for peace here", "REPLACED", id="content word replaced"),
    pytest.param("We will [destroy] the city", "We will protect the city", "REPLACED", id="content word replaced in a bracket"),
    pytest.param("We fight a dirty war", "We fight a war", "INSERTED", id="content word put in"),
    pytest.param("We fight a war", "We fight a defensive war", "OMITTED", id="content word left out"),
    pytest.param("They treated them in camp", "They treated them well in camp", "OMITTED", id="well, not set off"),
    pytest.param("They fight lions up there", "They fight like lions up there", "OMITTED", id="like, not set off"),
    pytest.param("He is a man of peace", "He is a kind man of peace", "OMITTED", id="kind, not kind of"),
    pytest.param("We want one thing from them", "We want just one thing from them", "OMITTED", id="just before a number"),
    pytest.param("we act in action there", "we act inaction there", "NEGATION", id="in action and inaction"),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "source", "kind"), MATTERS)
def test_a_difference_that_changes_what_was_said_is_named_and_matters(
    quote: str, source: str, kind: str
) -> None:
    found = kinds(quote, source)
    assert kind in found
    assert any(Kind(one).matters for one in found)


def test_every_difference_shows_the_words_of_both_sides() -> None:
    (change,) = find_changes(align("They will be *lawful* targets", "They will be legitimate targets."))
    assert (change.quote, change.wording) == ("lawful", "legitimate")


def test_every_kind_says_whether_it_matters() -> None:
    harmless = {kind for kind in Kind if not kind.matters}
    assert harmless == {
        Kind.SYNONYM, Kind.INFLECTION, Kind.FUNCTION_WORD, Kind.FILLER, Kind.SPELLING, Kind.REORDERED,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("We spent $3.5bn on it", "We spent 3.5 billion dollars on it"),
        ("We paid five euros for it", "We paid €5 for it"),
        ("It takes £2m and time", "It takes two million pounds and time"),
    ],
)
def test_a_sign_of_money_is_its_word(quote: str, said: str) -> None:
    assert {change.kind for change in find_changes(align(quote, said))} == {Kind.SPELLING}


@pytest.mark.parametrize("said", ["We paid 5 euros for it", "We paid 5 for it", "We paid $5m for it"])
def test_another_money_or_sum_is_a_difference_that_matters(said: str) -> None:
    assert any(change.kind.matters for change in find_changes(align("We paid $5 for it", said)))
