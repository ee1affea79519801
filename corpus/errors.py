"""Errors, as a tree.

    FactCheckError              .advice: one sentence safe to show in a chat
    ├── QuoteError              nothing there to check
    ├── FetchError(url)         a source could not be reached
    ├── ReadError(url)          a document could not be read
    ├── IndexUnavailableError   "I have not checked this quote"
    │   └── StorageRefusedError the record can be read, but takes nothing in
    ├── AuthenticationError     the request is not from the chat it names
    └── DeliveryError           the chat did not take our reply
    SettingsError               at start-up; names every missing setting

A library's exception is translated where the library is called, with `from error`.
"""


class FactCheckError(Exception):
    """Something failed while a quote was checked; `advice` may be shown in a chat as it stands."""

    advice = "Something went wrong on my side. I have not checked this quote."

    def __init__(self, message: str = "", *, advice: str | None = None) -> None:
        super().__init__(message or advice or self.advice)
        if advice is not None:
            self.advice = advice


class QuoteError(FactCheckError):
    """There is nothing there to check."""

    advice = 'I need a quote to check. Try: /verify "We shall fight on the beaches" by Churchill'


class _LocatedError(FactCheckError):
    def __init__(self, url: str, message: str = "", *, advice: str | None = None) -> None:
        super().__init__(f"{url}: {message}" if message else url, advice=advice)
        self.url = url

    @property
    def reason(self) -> str:
        """The message without the address, which may hold a key or a quote."""
        return str(self).replace(self.url, "").removeprefix(": ")


class FetchError(_LocatedError):
    """A source could not be reached."""

    advice = "A source could not be reached."


class ReadError(_LocatedError):
    """A document could not be read; `url` is its address or the name of its file."""

    advice = "A document could not be read."


class IndexUnavailableError(FactCheckError):
    """The record could not be searched. This is never a finding about the quote."""

    advice = (
        "I could not look: the record is not reachable just now. "
        "I have not checked this quote. Please ask again in a minute."
    )


class StorageRefusedError(IndexUnavailableError):
    """The record's server answers, but stores nothing: its disk or its memory is full, or it is a replica."""

    advice = "I could not store this: the record's server takes nothing in just now."


class AuthenticationError(FactCheckError):
    """The request is not from the chat it names."""

    advice = "This request could not be authenticated."


class DeliveryError(FactCheckError):
    """The chat did not take our reply."""

    advice = "The chat did not take my reply."


class SettingsError(Exception):
    """The program cannot start as it is configured; the message names every setting to correct."""
