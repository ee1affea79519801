"""The frames of a language, compiled: what a text does to the words that are quoted from it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from corpus.language.detection import languages_of
from corpus.language.knowledge import Language, languages
from corpus.language.tokens import fold

Pattern = re.Pattern[str]

OPENERS = "\"“‘'«„「『(["
_START = r"^[\W_]*"
_WHOLE = r"(?:(?!\w)|(?<='))"  # the end of a word
_STRAIGHT = str.maketrans("’ʼ", "''")


def straight(text: str) -> str:
    """Set straight apostrophes, as the patterns have them; no offset changes.

    >>> straight("s’il")
    "s'il"
    """
    return text.translate(_STRAIGHT)


def frames_of(text: str) -> "tuple[LanguageFrames, ...]":
    """Return the frames of the languages that a text may be in."""
    return tuple(_every()[language.name] for language in languages_of(text))


@cache
def _every() -> "dict[str, LanguageFrames]":
    return {language.name: LanguageFrames(language) for language in languages().values()}


@dataclass(frozen=True, eq=False)
class LanguageFrames:
    """The patterns of one language; one that it lacks matches nothing. All read text with straight apostrophes."""

    language: Language

    def _any(self, patterns: Iterable[str], before: str = "", after: str = "") -> Pattern:
        frames = self.language.frames
        says, they = ("|".join(words) for words in (frames.says, frames.they))
        alternatives = "|".join(
            pattern.replace("{says}", f"(?:{says})").replace("{they}", f"(?:{they})") for pattern in patterns
        )
        if not alternatives:
            return re.compile(r"(?!)")
        return re.compile(f"{before}(?:{alternatives}){after}", re.IGNORECASE)

    @property
    def _edge(self) -> str:
        return "" if self.language.unspaced else r"(?<!\w)"

    @property
    def _end(self) -> str:
        return "" if self.language.unspaced else _WHOLE

    @property
    def _that(self) -> str:
        return "|".join(sorted(map(re.escape, self.language.speech_verbs.that))) or "(?!)"

    def _before_words(self, patterns: Iterable[str]) -> Pattern:
        """Frames that end right before the words or the "that" before them."""
        return self._any(
            patterns, self._edge, rf"(?:,?\s*(?:{self._that}|is|:|,))?\s*[{re.escape(OPENERS)}]?\s*$"
        )

    def _anywhere(self, patterns: Iterable[str]) -> Pattern:
        return self._any(patterns, self._edge, self._end)

    def _beginning(self, patterns: Iterable[str], end: str = "") -> Pattern:
        return self._any(patterns, _START, end)

    @cached_property
    def out_of_reach(self) -> frozenset[str]:
        """Words that take what follows out of the reach of a "not"."""
        return frozenset(map(fold, self.language.frames.out_of_reach))

    @cached_property
    def condition(self) -> Pattern:
        """What begins a condition, without its exceptions such as "as if"."""
        conditions = self.language.conditions
        if self.language.unspaced:
            return self._any(
                (*map(re.escape, (*conditions.openers, *conditions.phrases)), *conditions.patterns)
            )
        words = []
        for word in (*conditions.phrases, *conditions.openers):
            before = [
                phrase.removesuffix(word) for phrase in conditions.exceptions if phrase.endswith(f" {word}")
            ]
            words.append("".join(rf"(?<!\b{re.escape(start)})" for start in before) + re.escape(word))
        return self._any((*words, *conditions.patterns), r"\b", r"\b")

    @cached_property
    def condition_aside(self) -> Pattern:
        """A condition on which nothing hangs, to be matched where it begins."""
        return self._any(self.language.conditions.asides)

    def conditions(self, text: str) -> Iterator[re.Match[str]]:
        """Find where conditions begin on which something hangs."""
        return (m for m in self.condition.finditer(text) if not self.condition_aside.match(text, m.start()))

    @cached_property
    def that_before(self) -> Pattern:
        """A "that" right before the words."""
        return re.compile(rf"(?<!\w)(?:{self._that})\s*[{re.escape(OPENERS)}]?\s*$", re.IGNORECASE)

    @cached_property
    def that(self) -> Pattern:
        """A "that" anywhere."""
        return re.compile(rf"(?<!\w)(?:{self._that})(?!\w)", re.IGNORECASE)

    @cached_property
    def quoting(self) -> Pattern:
        """They say, they want you to believe; with a "that" also further verbs of saying."""
        return self._before_words(self.language.frames.quoting)

    @cached_property
    def reporting(self) -> Pattern:
        """A verb of saying whose "that" or colon stands right before the words."""
        frames = self.language.frames
        verbs = "|".join(frames.reporting) or "(?!)"
        believing = "|".join(frames.believing) or "(?!)"
        return re.compile(
            rf"(?<!\w)(?:{verbs})\b[^.;:!?]{{0,60}}(?:\s(?:{self._that})|:)\s*[{re.escape(OPENERS)}]?\s*$"
            rf"|(?<!\w)(?:{believing})\b[^.;:!?]{{0,20}}\s(?:{self._that})\s*[{re.escape(OPENERS)}]?\s*$",
            re.IGNORECASE,
        )

    @cached_property
    def nobody(self) -> Pattern:
        """Nobody … would say that."""
        frames = self.language.frames
        verbs = "|".join((*frames.reporting, *frames.says)) or "(?!)"
        return self._any(
            frames.nobody,
            r"(?<!\w)",
            rf"(?!\w)[^.;:!?]{{0,120}}?(?<!\w)(?:{verbs})(?!\w)[^.;:!?,]{{0,20}},?\s(?:{self._that})\s*$",
        )

    @cached_property
    def quoting_after(self) -> Pattern:
        """What names another speaker right behind the words."""
        frames = self.language.frames
        return re.compile(
            rf"^[\"”'»]*,?[\"”'»]*\s*{self._any(frames.quoting_after).pattern}"
            rf"|^[\"”'»]*\s*[-–—,]*\s*{self._any(frames.heard_after).pattern}",
            re.IGNORECASE,
        )

    @cached_property
    def own(self) -> Pattern:
        """The speaker's own words, told as a quotation: "I'll say to them: …"."""
        return self._any(self.language.frames.own, self._edge, r"[^.!?]{0,100}$")

    @cached_property
    def disowned(self) -> Pattern:
        """What says that the words after it are not so."""
        return self._before_words(self.language.frames.disowned)

    @cached_property
    def affirmed(self) -> Pattern:
        """What says, with a "not", that the words after it are so: nobody denies that."""
        return self._before_words(self.language.frames.affirmed)

    @cached_property
    def dismissed_after(self) -> Pattern:
        """What says so right behind them."""
        return re.compile(
            rf"^[\"”'»)]*,?[\"”'»]*\s*{self._any(self.language.frames.dismissed_after).pattern}",
            re.IGNORECASE,
        )

    @cached_property
    def hearsay(self) -> Pattern:
        """Allegedly."""
        return self._anywhere(self.language.frames.hearsay)

    @cached_property
    def as_if(self) -> Pattern:
        """As if, right before the words."""
        return self._any(self.language.frames.as_if, self._edge, r"[\s,]*$")

    @cached_property
    def ironic(self) -> Pattern:
        """Oh sure, as all that stands before the words."""
        frames = self.language.frames
        marker = self._any(frames.ironic).pattern
        yes = self._any(frames.yes).pattern
        return re.compile(
            rf"{_START}(?:{marker}|{yes}[\W_]+(?:{marker}|{yes}))(?:[\W_]+(?:{marker}|{yes}))?[\W_]*$",
            re.IGNORECASE,
        )

    @cached_property
    def salutation(self) -> Pattern:
        """Dear Madam, as all that stands before the words."""
        return self._any(self.language.frames.salutations, _START, r"[,:!\s]+$")

    @cached_property
    def then(self) -> Pattern:
        """Then, as all that stands before the words."""
        return self._any(self.language.frames.then, _START, r"[\W_]*$")

    @cached_property
    def recited(self) -> Pattern:
        """Somebody else's words are about to be read out or mimicked."""
        return self._any(self.language.frames.recited)

    @cached_property
    def heard_next(self) -> Pattern:
        """A sentence that gives the words before it to somebody else."""
        return self._beginning(self.language.frames.heard_next)

    @cached_property
    def adopted(self) -> Pattern:
        """The speaker makes the words the own ones."""
        return self._any(self.language.frames.adopted)

    @cached_property
    def denied_next(self) -> Pattern:
        """A sentence that denies what stands before it."""
        return self._any(self.language.frames.denied_next)

    @cached_property
    def yes(self) -> Pattern:
        """An answer that says yes."""
        return self._beginning(self.language.frames.yes)

    @cached_property
    def no(self) -> Pattern:
        """An answer that says no."""
        return self._beginning(self.language.frames.no)

    @cached_property
    def supposed(self) -> Pattern:
        """A sentence that only supposes."""
        return self._beginning(self.language.frames.supposed, self._end)

    @cached_property
    def what_if(self) -> Pattern:
        """A sentence that begins with a condition."""
        return self._beginning(self.language.frames.what_if, self._end)

    @cached_property
    def adversative(self) -> Pattern:
        """But."""
        return self._anywhere(self.language.frames.adversatives)

    @cached_property
    def concessive(self) -> Pattern:
        """Though: it takes something back only together with a limit."""
        return self._anywhere(self.language.frames.concessives)

    @cached_property
    def exceptive(self) -> Pattern:
        """Except, provided that."""
        return self._anywhere(self.language.frames.exceptives)

    @cached_property
    def limiting(self) -> Pattern:
        """Only, until: a word that makes a "but" take something back."""
        return self._anywhere(self.language.frames.limiting)

    @cached_property
    def hedge(self) -> Pattern:
        """That holds only while, at the beginning of a sentence."""
        hedges = [hedge for hedge in self.language.frames.hedges if not hedge.startswith(r"\b")]
        return self._beginning(hedges)

    @cached_property
    def hedge_within(self) -> Pattern:
        """I promise nothing, anywhere in a sentence."""
        return self._any(hedge for hedge in self.language.frames.hedges if hedge.startswith(r"\b"))

    @cached_property
    def aside(self) -> Pattern:
        """Words to the audience: what follows a "but" takes nothing back."""
        return self._any(self.language.frames.asides)

    @cached_property
    def restrictive(self) -> Pattern:
        """A place, a time or a case to which the words are limited."""
        return self._anywhere(self.language.frames.restrictive)

    @cached_property
    def contrast(self) -> Pattern:
        """Today, at the beginning of a sentence: before, it was otherwise."""
        return self._beginning(self.language.frames.contrasts, self._end)

    @cached_property
    def contrast_elsewhere(self) -> Pattern:
        """The rest, at the beginning of a sentence: there it is otherwise."""
        return self._beginning(self.language.frames.contrasts_elsewhere, self._end)

    @cached_property
    def bygone(self) -> Pattern:
        """A sentence that goes back in time."""
        return self._beginning(self.language.frames.bygone)

    @cached_property
    def now(self) -> Pattern:
        """The present."""
        return self._anywhere(self.language.frames.now)

    @cached_property
    def era(self) -> Pattern:
        """A time long gone."""
        return self._anywhere(self.language.frames.eras)

    @cached_property
    def joiner(self) -> Pattern:
        """A word that joins another clause, or the last of a list."""
        return self._anywhere(map(re.escape, sorted(self.language.frames.joiners)))

    def joins(self, elided: str, following: str) -> bool:
        """Return whether what follows on elided words is joined to what stands before them."""
        words = re.findall(r"\w+", elided[-20:])
        return bool(self.joiner.match(following) or (words and self.joiner.fullmatch(words[-1])))
