"""What people type or paste, turned into quotes to check.

Read on in `clean` (what cannot be seen), `quotation_marks` (words in marks), `names` and `attribution` (who is said
to have said them), `options` (by:, since:, until:), `reported_speech` (no marks at all), `paste` and `quotes` (all of
these together). No step takes more than linear time, whatever is pasted.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.errors import QuoteError
from corpus.models import Quote
from handlers.messages import say
from handlers.parsing.clean import clean
from handlers.parsing.names import is_name
from handlers.parsing.paste import Paste, count_words, open_paste
from handlers.parsing.posts import open_posts, post_words
from handlers.parsing.quotes import Attributed, read_draft, read_paste
from handlers.parsing.reported_speech import asks_for_a_subject, points_elsewhere
from handlers.parsing.tidy import tidy

MOST_QUOTES = 10
LONGEST_QUOTE = 5_000
MOST_FOUND = 1_000
_SHORT = 200  # characters of a call that can be about another message
_MARKS = " ?!.,:;…'\"()"
_CHECK = frozenset("check verify confirm factcheck fact-check look real true genuine".split())
_CHECK_THIS = _CHECK | frozenset(
    "please pls can could you this that it the above message quote one for me is at fact ok".split()
)
FEWEST_WORDS = 3
"""A draft is full of marks that quote nobody: a title, a nickname, irony."""

_ADDRESS = re.compile(r"\s*<?https?://\S+\s*")
# Of handles, one that is set off by a colon is a label and not the bot's name, unless that is in it.
_CALL = re.compile(
    r"\s*+(?:@(?:[^\s:]+[ \t,]+|[^\s:]*verbatim[^\s:]*[ \t,:]+)|/verify\b[\s:]*+|verify[:\s]\s*+(?=\S))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: at most MOST_QUOTES quotes, in order.

    `left_out` counts the quotes beyond them, `too_long` those of more than LONGEST_QUOTE characters.
    """

    quotes: tuple[Quote, ...]
    left_out: int = 0
    too_long: int = 0


def parse(text: str, *, by: str | None = None, since: str | None = None, until: str | None = None) -> Request:
    """Read every quote of a text, in order; raise QuoteError, with advice, where there is none to check.

    `by`, `since` and `until` go before what the text says, as its options do.

    >>> parse('"We shall fight on the beaches" by Churchill since:1940').quotes
    (Quote(text='We shall fight on the beaches', speaker='Churchill', since='1940', until=None),)
    >>> [quote.speaker for quote in parse('Putin: “Yes, we will!” “No,” said Mr Peskov').quotes]
    ['Putin', 'Mr Peskov']
    """
    source = clean(text)
    while call := _CALL.match(source):
        source = source[call.end() :]
    refuse_address(source)
    paste = open_paste(open_posts(tidy(source)))
    if not paste.quotations:
        _refuse_wordless(paste)
    asked = {option.kind: option.value for option in paste.options}
    asked |= {kind: value for kind, value in (("by", by), ("since", since), ("until", until)) if value}
    return _limit(read_paste(paste, most=2 * MOST_QUOTES), asked)


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Find what a draft or a pasted post properly quotes: three words or more in quotation marks; often nothing.

    >>> find_quotes("The “so-called” truce holds. “We will keep the truce,” said Mr Peskov.")
    (Quote(text='We will keep the truce', speaker='Mr Peskov', since=None, until=None),)
    """
    try:
        paste = open_paste(tidy(text), options=False)
    except QuoteError:
        return ()
    if paste.half:
        return ()
    found = (
        Quote(attributed.words, attributed.speaker, attributed.when, attributed.when)
        for attributed in read_draft(paste, most=MOST_FOUND)
    )
    long_enough = (q for q in found if count_words(q.text) >= FEWEST_WORDS and len(q.text) <= LONGEST_QUOTE)
    return tuple(dict.fromkeys(long_enough))


def tidy_quote(quote: Quote) -> Quote:
    """Clean words that are given as one quote; of a copied post, its own words are taken."""
    words = tidy(quote.text)
    return replace(quote, text=(post_words(words) or words).strip() or quote.text)


def refuse_address(text: str) -> None:
    """Raise QuoteError where a text is an address and nothing else: nobody says one, and it would not be documented."""
    if _ADDRESS.fullmatch(text):
        raise QuoteError("only an address", advice=say("question.only_address"))


def asks_about_another(text: str) -> bool:
    """Return whether a text that calls the bot brings no words to check itself: those of another message are meant.

    >>> asks_about_another("did he really say that?"), asks_about_another("please check this"), asks_about_another("")
    (True, True, True)
    >>> asks_about_another("did he say “we shall fight on the beaches”?"), asks_about_another("check the borders")
    (False, False)
    """
    source = clean(text)
    if len(source) > _SHORT:
        return False
    words = {word.strip(_MARKS).lower() for word in source.split()} - {""}
    return not words or points_elsewhere(source) or (words <= _CHECK_THIS and bool(words & _CHECK))


def brings_words(text: str) -> bool:
    """Return whether a text brings words to check.

    >>> brings_words("Look: “We shall fight on the beaches”"), brings_words("did he say that?")
    (True, False)
    """
    try:
        return bool(parse(text).quotes)
    except QuoteError:
        return False


def asked_words(text: str) -> str:
    """Return what a text asks about: the same for two texts that bring the same quotes.

    >>> asked_words("“We shall fight” — Churchill") == asked_words("Thanks! “We shall fight” — Churchill")
    True
    """
    try:
        return repr(parse(text).quotes)
    except QuoteError:
        return text


def _refuse_wordless(paste: Paste) -> None:
    bare = paste.bare
    names = [option.value for option in paste.options if option.kind == "by"]
    if bare[:3].lower() == "by " and len(bare) < 100 and is_name(bare[3:]):
        names, bare = [bare[3:]], ""
    if not count_words(bare):
        raise QuoteError("no words", advice=say("question.only_speaker", name=names[0]) if names else None)
    if asks_for_a_subject(bare):
        raise QuoteError("a question about a subject", advice=say("question.only_subject"))
    if points_elsewhere(bare):
        raise QuoteError("a question without the words", advice=say("question.only_question"))
    if len(bare) > LONGEST_QUOTE:
        raise _too_long(len(bare))


def _too_long(length: int) -> QuoteError:
    return QuoteError("too long", advice=say("question.too_long", length=length, most=LONGEST_QUOTE))


def _limit(found: Iterable[Attributed], asked: dict[str, str]) -> Request:
    """Keep the first quotes, each once, and count what is beyond the limits."""
    kept: dict[tuple[str, str | None], Attributed] = {}
    beyond: set[str] = set()
    too_long: list[int] = []
    for attributed in found:
        key = (attributed.words.casefold(), attributed.speaker)
        if len(attributed.words) > LONGEST_QUOTE:
            too_long.append(len(attributed.words))
        elif len(kept) < MOST_QUOTES:
            kept.setdefault(key, attributed)
        elif key not in kept:
            beyond.add(key[0])
    if not kept and too_long:
        raise _too_long(too_long[0])
    if not kept:
        raise QuoteError("no words")
    single = len(kept) == 1 and not beyond
    quotes = (_quote(attributed, asked, single=single) for attributed in kept.values())
    return Request(tuple(quotes), len(beyond), len(too_long))


def _quote(attributed: Attributed, asked: dict[str, str], *, single: bool) -> Quote:
    """Make a quote; an option goes before what the text says, and fills gaps where there are several quotes."""
    named = asked.get("by")
    speaker = (named or attributed.speaker) if single else (attributed.speaker or named)
    passed = attributed.speaker if attributed.speaker != speaker else attributed.unused
    unused = (passed or "") if speaker is None or attributed.speaker else ""
    if "since" in asked or "until" in asked:
        return Quote(attributed.words, speaker, asked.get("since"), asked.get("until"), unused=unused)
    return Quote(attributed.words, speaker, attributed.when, attributed.when, unused=unused)
