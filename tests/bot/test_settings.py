"""Settings that would open a door are no settings."""

import pytest

from bot.settings import Settings
from corpus.errors import SettingsError


def test_a_secret_of_blanks_is_none() -> None:
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET"):
        Settings.read({"HOME": "/home/ann", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": " \n"})


def test_blanks_around_what_was_pasted_are_no_part_of_it() -> None:
    slack = Settings.read(
        {"HOME": "/home/ann", "SLACK_BOT_TOKEN": "xoxb-1\n", "SLACK_SIGNING_SECRET": " secret "}
    ).slack
    assert slack
    assert (slack.bot_token, slack.signing_secret) == ("xoxb-1", "secret")
