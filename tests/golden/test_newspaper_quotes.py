"""Quotes as newspapers print them, and the answer that each gets on the starter record.

Each row: rating, quote, who is said to have said it, flags that the answer must bring (others may stand beside them).
"""

import pytest
from redis.asyncio import Redis

from bot.load import starter
from corpus.collecting.coverage import CoverageReader
from corpus.models import Quote
from corpus.verify import Verifier
from tests.support.record import Record

Row = tuple[str, str, str, str]

WORD_FOR_WORD = [
    ("VERBATIM", "Houston, we've had a problem.", "Jim Lovell", ""),
    ("VERBATIM", "We have a negative attitude towards these discussions", "Peskov", ""),
    ("VERBATIM", "The wall cannot withstand freedom", "Reagan", ""),
    (
        "VERBATIM",
        "Government is not the solution to our problem; government is the problem.",
        "Reagan",
        "EXCERPT",
    ),
    (
        "VERBATIM",
        "Ask not what your country can do for you — ask what you can do for your country.",
        "JFK",
        "EXCERPT",
    ),
    ("VERBATIM", "ask not what your country can do for you", "Kennedy", "EXCERPT"),
    ("VERBATIM", "What is happening in Ukraine could happen here too", "Rutte", ""),
    ("VERBATIM", "This man cannot remain in power", "Biden", "EXCERPT"),
    ("VERBATIM", "For God’s sake, this man cannot remain in power", "President Biden", ""),
    ("VERBATIM", "The only thing we have to fear is fear itself", "FDR", "EXCERPT"),
    (
        "VERBATIM",
        "From Stettin in the Baltic to Trieste in the Adriatic an iron curtain has descended across the continent",
        "Churchill",
        "",
    ),
    (
        "VERBATIM",
        "Never in the field of human conflict was so much owed by so many to so few",
        "Winston Churchill",
        "",
    ),
    (
        "VERBATIM",
        "It is victory, victory at all costs, victory in spite of all terror",
        "Churchill",
        "EXCERPT",
    ),
    ("VERBATIM", "blood, toil, tears and sweat", "Churchill", "EXCERPT"),
    ("VERBATIM", "You don't have the cards right now", "Trump", ""),
    ("VERBATIM", "you do not have the cards", "Trump", ""),
    ("VERBATIM", "You’re gambling with World War III", "Trump", "EXCERPT"),
    ("REWORDED", "You're gambling with World War 3", "Trump", ""),
    ("VERBATIM", "You're gambling with the lives of millions of people", "Donald Trump", ""),
    ("VERBATIM", "In this sense the whole of Ukraine is ours", "Putin", ""),
    ("VERBATIM", "where the Russian soldier sets foot, that land is ours", "Putin", ""),
    ("REWORDED", "Never give in except to convictions of honor and good sense", "Churchill", "EXCERPT"),
    ("VERBATIM", "I see one-third of a nation ill housed, ill clad, ill nourished", "Roosevelt", ""),
    ("VERBATIM", "We are all Republicans; we are all Federalists", "Jefferson", ""),
    ("VERBATIM", "Not international law, not cooperation: weapons decide who survives", "Zelenskyy", ""),
    ("VERBATIM", "There are no security guarantees except friends and weapons", "Volodymyr Zelenskiy", ""),
    ("VERBATIM", "there is no ceasefire because Russia refuses", "Zelensky", "EXCERPT"),
    ("VERBATIM", "there is no cease-fire because Russia refuses", "Zelensky", ""),
    ("VERBATIM", "THIS AMERICAN CARNAGE STOPS RIGHT HERE AND STOPS RIGHT NOW", "Trump", ""),
    ("VERBATIM", "Europe is in a fight", "von der Leyen", ""),
    ("VERBATIM", "a paper tiger", "Trump", ""),
    (
        "VERBATIM",
        "the UK is prepared to back this with boots on the ground and planes in the air",
        "Starmer",
        "",
    ),
]

ELLIPSES_AND_BRACKETS = [
    (
        "VERBATIM",
        "If any troops appear there … we assume that they will be legitimate targets",
        "Putin",
        "ABRIDGED",
    ),
    ("VERBATIM", "the only thing we have to fear is … fear itself", "FDR", ""),
    ("VERBATIM", "Too many are quietly complacent ... The time for action is now", "Rutte", "ABRIDGED"),
    ("VERBATIM", "We are not planning to go to war with Europe […] we are ready right now", "Putin", ""),
    ("VERBATIM", "At the moment, he has absolutely no reason to come to a ceasefire", "Merz", ""),
    ("VERBATIM", "At the moment, [Putin] has absolutely no reason to come to a ceasefire", "Merz", ""),
    ("VERBATIM", "There is no such thing as [a] society", "Thatcher", ""),
    ("VERBATIM", "And even that [law] doesn't work without weapons", "Zelensky", ""),
    ("ALTERED", "We are … planning to go to war with Europe", "Putin", ""),
    ("ALTERED", "we shall … surrender", "Churchill", ""),
    ("ALTERED", "Let us … negotiate out of fear", "JFK", ""),
    ("ALTERED", "We are [...] at peace", "Merz", ""),
    ("ALTERED", "There is … such thing as society", "Thatcher", ""),
    ("ALTERED", "government is … the solution to our problem", "Reagan", ""),
]

HARMLESS = [
    ("REWORDED", "We will fight on the beaches, we will fight on the landing grounds", "Churchill", ""),
    ("REWORDED", "In the present crisis, government is not the solution to our problem", "Reagan", ""),
    (
        "REWORDED",
        "The collapse of the Soviet Union was a major geopolitical catastrophe of the century",
        "Putin",
        "",
    ),
    ("VERBATIM", "to demilitarize and denazify Ukraine", "Putin", ""),
    ("REWORDED", "we will seek to demilitarize and denazify Ukraine", "Putin", ""),
    ("VERBATIM", "That is one small step for man, one giant leap for mankind", "Neil Armstrong", ""),
    ("VERBATIM", "That's one small step for a man, one giant leap for mankind", "Armstrong", ""),
    ("REWORDED", "We need more pressure on Russia to come to the negotiation table", "von der Leyen", ""),
    ("REWORDED", "26 countries have formally committed", "Macron", ""),
    ("ALTERED", "We have 26 countries who formally committed", "Macron", ""),
]

ALTERED = [
    ("ALTERED", "We have today 27 countries who have formally committed", "Macron", ""),
    ("ALTERED", "twenty-five countries who have formally committed", "Macron", ""),
    ("ALTERED", "Houston, we have a problem", "Jim Lovell", ""),
    ("ALTERED", "There is such a thing as society", "Thatcher", ""),
    ("ALTERED", "The wall can withstand freedom", "Reagan", ""),
    ("ALTERED", "Government is the solution to our problem; government is not the problem", "Reagan", ""),
    (
        "ALTERED",
        "The defeat of Ukraine is indispensable to the security and stability of Europe",
        "Macron",
        "",
    ),
    ("ALTERED", "The defeat of Russia is indispensable to the security and stability of Asia", "Macron", ""),
    ("ALTERED", "We will do whatever it takes to ensure that Russia can win this war", "Macron", ""),
    (
        "ALTERED",
        "In the coming weeks, we will finalize American support for these security guarantees",
        "Macron",
        "",
    ),
    (
        "ALTERED",
        "In the coming days, we may finalize American support for these security guarantees",
        "Macron",
        "",
    ),
    (
        "ALTERED",
        "In the coming days, we will finalize European support for these security guarantees",
        "Macron",
        "",
    ),
    (
        "ALTERED",
        "President Putin made three big strategic mistakes when he invaded Ukraine in February this year",
        "Stoltenberg",
        "",
    ),
    (
        "ALTERED",
        "President Putin made two small strategic mistakes when he invaded Ukraine",
        "Stoltenberg",
        "",
    ),
    (
        "ALTERED",
        "President Putin made two big strategic mistakes when he invaded Ukraine in March this year",
        "Stoltenberg",
        "",
    ),
    ("ALTERED", "Eight months later, Russia continues to face setback after setback", "Stoltenberg", ""),
    ("ALTERED", "He thought he could defeat Ukraine in a matter of weeks", "Stoltenberg", ""),
    ("ALTERED", "All relevant parties should stay calm and exercise restraint", "Xi", ""),
    ("ALTERED", "Some relevant parties must stay calm and exercise restraint", "Xi", ""),
    ("ALTERED", "There will be no winner in nuclear wars", "Xi", ""),
    ("ALTERED", "There was no winner in nuclear wars", "Xi", ""),
    (
        "ALTERED",
        "For the foreseeable future, Russia will remain a stabilizing force in Europe and the world",
        "Rutte",
        "",
    ),
    (
        "ALTERED",
        "For the foreseeable future, Russia may remain a destabilizing force in Europe and the world",
        "Rutte",
        "",
    ),
    ("ALTERED", "What is happening in Ukraine will happen here too", "Rutte", ""),
    ("ALTERED", "What is happening in Ukraine could not happen here", "Rutte", ""),
    ("ALTERED", "You are gambling with the lives of thousands of people", "Trump", ""),
    ("ALTERED", "This American carnage starts right here", "Trump", ""),
    ("ALTERED", "the whole of Russia is ours", "Putin", ""),
    ("ALTERED", "If Europe wants to and starts, we are not ready right now", "Putin", ""),
    ("ALTERED", "We are planning to go to war with Europe", "Putin", ""),
    ("ALTERED", "We are not planning to go to war with America", "Putin", ""),
    ("ALTERED", "Don't even think about moving on one single mile of NATO territory", "Biden", ""),
    ("ALTERED", "this woman cannot remain in power", "Biden", ""),
    ("ALTERED", "we are at war, but we are no longer at peace either", "Merz", ""),
    (
        "ALTERED",
        "Any such units and facilities will be considered as legitimate military targets",
        "Zakharova",
        "",
    ),
    (
        "ALTERED",
        "All such units and facilities may be considered as legitimate military targets",
        "Zakharova",
        "",
    ),
    ("ALTERED", "the only thing we have to fear is Russia itself", "FDR", ""),
    ("NOT_DOCUMENTED", "We are not friends, but enemies", "Lincoln", ""),
    ("ALTERED", "We must be enemies", "Lincoln", ""),
    (
        "ALTERED",
        "Never in the field of human conflict was so little owed by so many to so few",
        "Churchill",
        "",
    ),
    ("ALTERED", "With malice toward all, with charity for none", "Lincoln", ""),
    (
        "ALTERED",
        "Putin and Russia are in BIG Military trouble, and this is the time for Ukraine to act",
        "Trump",
        "",
    ),
    (
        "ALTERED",
        "Tens of thousands of our co-citizens and compatriots found themselves outside Russian territory",
        "Putin",
        "",
    ),
    ("ALTERED", "it was the advancement of EU military infrastructure", "Peskov", ""),
    (
        "ALTERED",
        "You can guarantee the security of one country by undermining the security of another",
        "Peskov",
        "",
    ),
    (
        "NOT_DOCUMENTED",
        "Nothing should be ruled in: in terms of dynamics, everything can be ruled out",
        "Macron",
        "",
    ),
    ("ALTERED", "We believe in NATO-EU cooperation, because we share the same values", "Stoltenberg", ""),
]

OUT_OF_CONTEXT = [
    (
        "VERBATIM",
        "security guarantees be ensured and provided by foreign, especially European and American, military contingents",
        "Peskov",
        "QUESTION",
    ),
    ("VERBATIM", "we interested in what Russia thinks about troops in Ukraine", "Rutte", "QUESTION"),
    ("VERBATIM", "Ukraine is losing", "Kallas", "OUT_OF_CONTEXT"),
    ("VERBATIM", "democracy is the worst form of Government", "Churchill", "QUOTING_OTHERS"),
    ("VERBATIM", "such thing as society", "Thatcher", "OUT_OF_CONTEXT"),
    ("VERBATIM", "they will be legitimate targets", "Putin", "CONDITIONAL EXCERPT"),
    ("VERBATIM", "we are ready right now", "Putin", "CONDITIONAL"),
    ("ALTERED", "I make that statement", "Albright", ""),
    ("ALTERED", "I did make that statement", "Albright", ""),
    ("VERBATIM", "make that statement, nor did I ever think it", "Albright", "OUT_OF_CONTEXT"),
    ("VERBATIM", "time is on our side", "Rutte", "QUOTING_OTHERS"),
    ("VERBATIM", "not in the mood", "Zelensky", "QUOTING_OTHERS"),
    ("ALTERED", "it cannot withstand faith, it can withstand truth", "Reagan", ""),
    (
        "VERBATIM",
        "There's no consensus today to send in an official, endorsed manner troops on the ground",
        "Macron",
        "",
    ),
    ("VERBATIM", "send in an official, endorsed manner troops on the ground", "Macron", "OUT_OF_CONTEXT"),
    ("VERBATIM", "Some politicians entertain such ideas in their heads", "Putin", ""),
    (
        "VERBATIM",
        "extension of NATO's jurisdiction for forces of NATO one inch to the east",
        "Baker",
        "OUT_OF_CONTEXT",
    ),
    ("VERBATIM", "Not a single inch to the East", "Putin", "QUOTING_OTHERS"),
]

OTHERS_WORDS = [
    ("MISATTRIBUTED", "The only thing we have to fear is fear itself", "Churchill", ""),
    (
        "MISATTRIBUTED",
        "ask not what your country can do for you, ask what you can do for your country",
        "Ronald Reagan",
        "",
    ),
    ("MISATTRIBUTED", "There is no such thing as society", "Boris Johnson", ""),
    ("MISATTRIBUTED", "Europe is in a fight", "Macron", ""),
    ("MISATTRIBUTED", "What is happening in Ukraine could happen here too", "Stoltenberg", ""),
    ("MISATTRIBUTED", "This man cannot remain in power", "Trump", ""),
    ("MISATTRIBUTED", "We shall never surrender", "Zelensky", ""),
    ("VERBATIM", "There is no such thing as society", "the British prime minister", ""),
    ("MISATTRIBUTED", "There is no such thing as society", "the French president", ""),
    ("MISATTRIBUTED", "We are all Republicans, we are all Federalists", "John Adams", ""),
    (
        "MISATTRIBUTED",
        "it cannot withstand truth. The wall cannot withstand freedom",
        "Robert F. Kennedy",
        "",
    ),
]

LANGUAGES = [
    ("VERBATIM", "Если там будут появляться какие-то войска, особенно сейчас", "Путин", "EXCERPT"),
    ("VERBATIM", "это будут законные цели для их поражения", "Путин", "CONDITIONAL"),
    ("VERBATIM", "куда ступает нога русского солдата, то наше", "Владимир Путин", ""),
    ("ALTERED", "Для нас эти так называемые миротворцы никогда не станут законными целями", "Лавров", ""),
    ("VERBATIM", "Nichts sollte ausgeschlossen werden", "Macron", ""),
    ("ALTERED", "Wir werden nichts tun, was wir tun müssen, damit Russland nicht gewinnt", "Macron", ""),
    ("ALTERED", "Alles sollte ausgeschlossen werden", "Macron", ""),
    ("MISATTRIBUTED", "Nichts sollte ausgeschlossen werden", "Merz", ""),
]

ABSENT = [
    ("NOT_DOCUMENTED", "I will end this war in twenty-four hours", "Trump", ""),
    ("NOT_DOCUMENTED", "Ukraine must surrender unconditionally before any talks begin", "Putin", ""),
    ("NO_COVERAGE", "Ukraine must surrender unconditionally before any talks begin", "Lukashenko", ""),
    ("NOT_DOCUMENTED", "We will bomb Berlin and Paris tomorrow morning", "Putin", ""),
    ("NOT_DOCUMENTED", "The European Union will dissolve itself next year", "von der Leyen", ""),
    ("TOO_SHORT", "we are", "Putin", ""),
    ("TOO_SHORT", "in Ukraine", "Putin", ""),
    ("TOO_SHORT", "I believe that", "Stoltenberg", ""),
]

STITCHED = [
    ("SPLICED", "We are not planning to go to war with Europe, the whole of Ukraine is ours", "Putin", ""),
    (
        "SPLICED",
        "We need more pressure on Russia to come to the negotiating table because Ukraine's freedom is Europe's freedom",
        "von der Leyen",
        "",
    ),
    (
        "SPLICED",
        "You're gambling with the lives of millions of people and this American carnage stops right here",
        "Trump",
        "",
    ),
    ("SPLICED", "You don't have the cards right now ... this is the time for Ukraine to act", "Trump", ""),
    ("SPLICED", "Europe is in a fight. This must be Europe's independence moment", "von der Leyen", ""),
    (
        "NOT_DOCUMENTED",
        "We are not planning to go to war with Europe because the wall cannot withstand freedom",
        "Putin",
        "",
    ),
]

NO_PARAPHRASE = [
    ("NOT_DOCUMENTED", "A nuclear war can be won by the strongest", "Xi", ""),
    ("NOT_DOCUMENTED", "Troops in Ukraine would never be legitimate targets", "Putin", ""),
    ("NOT_DOCUMENTED", "The Soviet collapse was the greatest blessing of the century", "Putin", ""),
]
PARAPHRASES = [
    (
        "PARAPHRASED",
        "Western troops in Ukraine would be lawful targets",
        "Putin",
        "TRANSLATION CONDITIONAL NARROWER",
    ),
]
MISSED = [
    ("PARAPHRASED", "Foreign troops in Ukraine will be considered legitimate targets", "Putin", ""),
    ("PARAPHRASED", "NATO troops would be legitimate targets if deployed to Ukraine", "Putin", ""),
    ("PARAPHRASED", "Nobody can win a nuclear war", "Xi", ""),
]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(WORD_FOR_WORD, id="word for word, cut, in other typography"),
        pytest.param(ELLIPSES_AND_BRACKETS, id="ellipses and brackets"),
        pytest.param(HARMLESS, id="small changes"),
        pytest.param(ALTERED, id="changes that matter"),
        pytest.param(OUT_OF_CONTEXT, id="cut so that they mean something else"),
        pytest.param(OTHERS_WORDS, id="somebody else's"),
        pytest.param(LANGUAGES, id="in other languages"),
        pytest.param(ABSENT, id="not in the record, or too short"),
        pytest.param(STITCHED, id="stitched"),
        pytest.param(NO_PARAPHRASE, id="near the subject, but the opposite"),
        pytest.param(PARAPHRASES, id="in other words"),
        *(
            pytest.param(
                [row],
                id=f"missed: {row[1]}",
                marks=pytest.mark.xfail(
                    reason="not seen as close: likeness knows too few words", strict=True
                ),
            )
            for row in MISSED
        ),
    ],
)
async def test_quotes_get_the_answer_that_a_newsroom_may_print(redis: Redis, rows: list[Row]) -> None:
    index = Record(redis)
    await index.add(list(starter()))
    verifier = Verifier(index, CoverageReader(redis))
    wrong = []
    for rating, text, speaker, flags in rows:
        verdict = await verifier.verify(Quote(text, speaker))
        given = {flag.value for flag in verdict.flags}
        if verdict.rating.value != rating or not set(flags.split()) <= given:
            wrong.append((text, speaker, verdict.rating.value, sorted(given)))
    assert wrong == []
