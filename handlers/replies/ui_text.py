"""Words of the conversation that need more than a key: help, settings, and what is typed where. Pure."""

from handlers.messages import say
from handlers.replies.formatting import count


def help_lines() -> tuple[str, ...]:
    """Return how to ask, by example; the first line says what the bot does."""
    return (
        say("chats.help_purpose"),
        say("chats.help_by"),
        say("chats.help_colon"),
        say("chats.help_dash"),
        say("chats.help_several"),
    )


def shown_to() -> dict[bool, str]:
    """Return the labels of who sees an answer, by whether it is private."""
    return {True: say("chats.shown_to_asker"), False: say("chats.shown_to_all")}


def pasted_when() -> dict[str, str]:
    """Return the labels of when pasted quotes are answered, by the name of the mode."""
    return {
        "off": say("chats.pasted_off"),
        "always": say("chats.pasted_always"),
        "not verbatim": say("chats.pasted_not_verbatim"),
        "not documented": say("chats.pasted_not_documented"),
    }


def scopes() -> dict[str, str]:
    """Return the labels of whom settings are for."""
    return {"channel": say("chats.scope_channel"), "team": say("chats.scope_team")}


def typed(chat: str, command: str) -> str:
    """Return how a command is given in a chat: Teams has no slash commands.

    >>> typed("slack", "watches"), typed("teams", "watches")
    ('/verify watches', 'write “watches” to me')
    """
    if chat == "teams":
        return say("chats.typed_to_bot", command=command)
    return say("chats.typed_command", command=command)


def more_answers(number: int) -> str:
    """Return what stands over the quotes whose answers a card could not hold.

    >>> more_answers(1)
    '1 more answer does not fit here. Ask about this quote by itself:'
    """
    return say("chats.more_answers", count=number)


def days(most: int) -> str:
    """The label of how long answers are remembered.

    >>> days(365)
    'Days to remember answers (1 to 365)'
    """
    return say("chats.days", most=most)


def forgotten(answers: int, votes: int) -> str:
    """Say how much of somebody's is deleted.

    >>> forgotten(1, 0)
    'Deleted: 1 remembered answer to your questions, and 0 votes of yours. Nothing else of yours is kept.'
    """
    return say("chats.forgotten", answers=count(answers, "remembered answer"), votes=count(votes, "vote"))


def not_forgotten(advice: str) -> str:
    """Say that not everything is deleted, and why.

    >>> not_forgotten("Ask again.")
    'Not everything is deleted yet. Ask again.'
    """
    return say("chats.not_forgotten", advice=advice)


def more(number: int) -> str:
    """Say that some wordings were left out.

    >>> more(1), more(12)
    ('1 more is not shown.', '12 more are not shown.')
    """
    return say("chats.more", count=number)
