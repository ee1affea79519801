"""Subcommands of `/verify`, and suggestions for slips of typing that are near one."""

import re

from rapidfuzz.distance import OSA

from handlers.messages import say

ALONE = ("help", "settings", "forget me", "watches")
"""These stand alone."""

BEFORE_A_QUOTE = ("again", "brief")
"""Behind these comes a quote."""

_FIRST = re.compile(r"\s*(?P<word>[a-z]{3,9})[\s:]*(?=[\"“”„«‘'])")


def suggest_command(text: str) -> str | None:
    """Say which command is meant by one that is not there; None where the text is none.

    >>> suggest_command("setings")
    'There is no “/verify setings”. The nearest right one is “/verify settings”.'
    >>> suggest_command("breif “We shall fight”")
    'There is no “/verify breif”. The nearest right one is “/verify brief”, then the quote.'
    >>> suggest_command("settings"), suggest_command("we shall fight"), suggest_command("Putin “we shall fight”")
    (None, None, None)
    """
    typed = " ".join(text.lower().split())
    if near := _near(typed, ALONE):
        return _say(typed, say("chats.verify_near", near=near))
    first = _FIRST.match(text)
    if first and (near := _near(first["word"], BEFORE_A_QUOTE)):
        return _say(first["word"], say("chats.verify_near_then_quote", near=near))
    return None


def _near(typed: str, commands: tuple[str, ...]) -> str | None:
    """Return the command that a few wrong letters may stand for."""
    if typed in commands:
        return None
    near = min(commands, key=lambda command: (OSA.distance(typed, command), command))
    return near if OSA.distance(typed, near) <= (1 if len(near) <= 5 else 2) else None


def _say(typed: str, right: str) -> str:
    return say("chats.there_no_verify_typed_nearest", typed=typed, right=right)
