"""Utterances, as a reader takes them out of a document: the words, their place, and their speaker."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words that a document gives as said by somebody.

    `start` and `end` are offsets into the document's text, without the quotation marks; for words that the
    document gives in one piece `document[start:end] == text`. Words given in several pieces ("…," he said,
    "…") have each piece in `spans`, and `text` joins them with a blank.

    `speaker` is the fullest name that the document gives, None when it cannot be determined; `attribution` is what
    names the speaker where it stands (perhaps "he"), with who reports it ("he said, according to the agency"). `before` and `after` are the sentences around the words.
    """

    text: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...] = ()
    speaker: str | None = None
    attribution: str | None = None
    before: str = ""
    after: str = ""

    @property
    def resolved(self) -> bool:
        """Return whether the document names who said it."""
        return self.speaker is not None


def to_json(utterance: Utterance, **extra: object) -> dict[str, object]:
    """Return the line that `read --json` prints; `extra` adds to it (date, url, title, the id of a batch).

    >>> to_json(Utterance("No.", 1, 4, speaker="Peskov", attribution="Mr Peskov"), title="News")["speaker"]
    'Peskov'
    """
    line: dict[str, object] = {
        "speaker": utterance.speaker,
        "text": utterance.text,
        "start": utterance.start,
        "end": utterance.end,
        "attribution": utterance.attribution,
        "resolved": utterance.resolved,
        "before": utterance.before,
        "after": utterance.after,
    }
    if len(utterance.spans) > 1:
        line["spans"] = [list(span) for span in utterance.spans]
    return line | extra
