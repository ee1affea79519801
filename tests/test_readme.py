"""The README tells all that a user can set, type or be told."""

import re
from pathlib import Path

import click
import pytest

from bot.cli.commands import COMMANDS
from bot.cli.main import load_command
from corpus.verdict import Flag, Rating

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [*(r.value for r in Rating), *(f.value for f in Flag)])
def test_every_rating_and_flag_is_explained(code: str) -> None:
    assert re.search(rf"\b{code}\b", README)


def test_every_setting_is_explained() -> None:
    source = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    settings = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', source)) - {"HOME"}
    assert settings
    assert {name for name in settings if f"`{name}`" not in README} == set()


def test_every_command_and_option_is_explained() -> None:
    for name in COMMANDS:
        assert f"python -m bot {name}" in README, name
        options = [one for one in load_command(name).params if isinstance(one, click.Option)]
        for option in (spelling for one in options for spelling in one.opts):
            assert option in README, f"{name} {option}"


def test_every_make_target_a_user_types_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?m)(?:^    |`)make ([a-z0-9-]+)\b", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
