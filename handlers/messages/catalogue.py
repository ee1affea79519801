"""The messages of every locale, read from their files once, and said with their placeholders filled."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

DEFAULT = "en"
Message = str | Mapping[str, str]

_PLACEHOLDER = re.compile(r"\{([a-z]\w*)\}")


class UnknownMessageError(KeyError):
    """A message that the catalogue does not have, or a placeholder that is not filled: a fault of the program."""


def say(key: str, /, *, locale: str = DEFAULT, **placeholders: object) -> str:
    """Return the message of a key ("surface.name") with its placeholders filled, in a locale, or else in English.

    The placeholder `count` chooses the plural form; whole numbers are written with separators.

    >>> say("chats.checking")
    'Checking …'
    >>> say("counts.statement", count=1), say("counts.statement", count=12345)
    ('1 statement', '12,345 statements')
    """
    message, spoken = _find(key, locale)
    number = placeholders.get("count")
    if not isinstance(message, str):
        message = message[_plural(number if isinstance(number, int) else 0, spoken)]
    try:
        return _PLACEHOLDER.sub(lambda match: _written(placeholders[match[1]], spoken), message)
    except KeyError as error:
        raise UnknownMessageError(f"{key}: {error.args[0]} is not filled") from error


def placeholders_of(message: Message) -> frozenset[str]:
    """Return the names of the placeholders of a message, in all its plural forms.

    >>> sorted(placeholders_of({"one": "1 of {total}", "other": "{count} of {total}"}))
    ['count', 'total']
    """
    forms = (message,) if isinstance(message, str) else message.values()
    return frozenset(name for form in forms for name in _PLACEHOLDER.findall(form))


@cache
def read_messages(locale: str) -> Mapping[str, Message]:
    """Read all messages of a locale under "surface.name"; none where there is no such locale."""
    folder = files(__package__) / locale
    if not folder.is_dir():
        return {}
    return {
        f"{file.name.removesuffix('.toml')}.{name}": message
        for file in folder.iterdir()
        if file.name.endswith(".toml")
        for name, message in tomllib.loads(file.read_text("utf-8")).items()
    }


def _find(key: str, locale: str) -> tuple[Message, str]:
    """Return a message and the locale that it is in."""
    for spoken in dict.fromkeys((locale, locale.partition("-")[0], DEFAULT)):
        if (message := read_messages(spoken).get(key)) is not None:
            return message, spoken
    raise UnknownMessageError(key)


def _plural(number: int, locale: str) -> str:
    if locale == DEFAULT:
        return "one" if number == 1 else "other"
    from babel import Locale  # here, for most processes speak English alone

    return Locale.parse(locale, sep="-").plural_form(number)


def _written(value: object, locale: str) -> str:
    """Write a value as it stands, and a whole number with the separators of thousands."""
    if not isinstance(value, int):
        return str(value)
    if locale == DEFAULT:
        return f"{value:,}"
    from babel.numbers import format_decimal  # as above

    return format_decimal(value, locale=locale.replace("-", "_"))
