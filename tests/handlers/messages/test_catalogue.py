"""The catalogue of messages against the code that says them: nothing missing, nothing left over, nothing unfilled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale

from handlers.messages import catalogue, say
from handlers.messages.catalogue import DEFAULT, UnknownMessageError, placeholders_of, read_messages

ROOT = Path(__file__).parents[3]
FOLDER = Path(catalogue.__file__).parent
ENGLISH = read_messages(DEFAULT)
LOCALES = sorted(
    folder.name for folder in FOLDER.iterdir() if folder.is_dir() and list(folder.glob("*.toml"))
)
_KEY = re.compile(rf"(?:{'|'.join(sorted({key.partition('.')[0] for key in ENGLISH}))})\.[a-z_0-9]+")
_IN_TEMPLATE = re.compile(r"""\bsay\(["']([\w.]+)["']([^()]*)\)""")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("handlers", "bot"):
        for path in (ROOT / folder).rglob("*.py"):
            yield path, ast.parse(path.read_text("utf-8"))


def said() -> Iterator[tuple[str, frozenset[str], str]]:
    """Each key that is said by name, with the placeholders that it is given, and where."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            key = node.args[0]
            if node.func.id == "say" and isinstance(key, ast.Constant):
                names = frozenset(str(one.arg) for one in node.keywords) - {"locale"}
                yield str(key.value), names, f"{path.name}:{node.lineno}"
            noun = node.args[1] if len(node.args) == 2 else None
            if node.func.id == "count" and isinstance(noun, ast.Constant):
                yield f"counts.{str(noun.value).replace(' ', '_')}", frozenset({"count"}), path.name
    for path in (ROOT / "handlers").rglob("*.html"):
        for key, given in _IN_TEMPLATE.findall(path.read_text("utf-8")):
            yield key, frozenset(re.findall(r"(\w+)=", given)), path.name


def named() -> set[str]:
    """Each key that stands in the code in any way, in tables too."""
    texts = {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if _KEY.fullmatch(text)}


SAID = tuple(said())


def test_every_message_that_is_said_exists_and_every_placeholder_is_filled_by_name() -> None:
    assert len(SAID) > 200
    for key, given, where in SAID:
        assert key in ENGLISH, (key, where)
        message = ENGLISH[key]
        plural = frozenset() if isinstance(message, str) else frozenset({"count"})
        assert given == placeholders_of(message) | plural, (key, where)


def test_a_key_in_a_table_exists_and_its_message_needs_no_placeholder() -> None:
    in_tables = named() - {key for key, _, _ in SAID}
    assert in_tables
    for key in in_tables:
        assert key in ENGLISH, key
        assert placeholders_of(ENGLISH[key]) == frozenset(), key


def test_every_message_is_said() -> None:
    assert set(ENGLISH) - named() - {key for key, _, _ in SAID} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_locale_has_every_message_with_its_placeholders_and_plural_forms(locale: str) -> None:
    messages = read_messages(locale)
    assert set(messages) == set(ENGLISH)
    forms = Locale.parse(locale, sep="-").plural_form.tags | {"other"}
    for key, message in messages.items():
        assert isinstance(message, str) == isinstance(ENGLISH[key], str), key
        assert placeholders_of(message) | {"count"} == placeholders_of(ENGLISH[key]) | {"count"}, key
        if not isinstance(message, str):
            assert set(message) == forms, key


def test_what_a_locale_lacks_is_said_in_english() -> None:
    assert (
        say("chats.checking", locale="tlh") == say("chats.checking", locale="en-GB") == say("chats.checking")
    )


def test_a_message_that_is_not_there_and_a_placeholder_that_is_not_filled_are_errors() -> None:
    with pytest.raises(UnknownMessageError):
        say("chat.no_such_message")
    with pytest.raises(UnknownMessageError, match="language"):
        say("answer.translation_into_language")


def test_a_placeholder_is_written_as_it_is_whatever_stands_in_it() -> None:
    hostile = "{count} {speaker} \\1 %s"
    assert hostile in say("answer.from_speaker", speaker=hostile)
