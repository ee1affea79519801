"""What the bot says besides verdicts: labels, progress, help and apologies, once, for all chats.

Sentences about a verdict are in `reply`; nothing here says anything about a quote.
"""

from handlers.replies.formatting import count

CHECKING = "Checking …"
ASKS = "asks about"
SLOW = "This took longer than I may take. I have not checked this quote. Please ask again in a minute."

DIFFERENCES = "Word by word"
LEGEND = "struck out: as asked · bold: as in the source"
OTHERS = "Other wordings of the same statement"
RELATED = "Related, but no evidence for this quote"
REVIEWS = "What fact-checkers wrote"
SHORTENED = "Shortened to fit here: “…” marks each cut. The source has the whole."

SOURCES = "Sources"
CONTEXT = "Context"
RIGHT = "This answer is right"
PAGE = "Page of this answer"
BRIEF = "Write the brief"
WHOLE_BRIEF = "The whole brief"
BRIEF_COMES = "The brief comes into this thread."
NO_FILE = "I could not post the whole brief as a file here. The command line writes it: python -m bot brief."
WRONG = "What is wrong?"
SEND = "Send"
GONE = "This answer is no longer kept. Ask again for a fresh one."
VERIFY = "Verify this quote"
POST = "Post in this thread"
IN_THREAD = "The answer is in the thread of that message."
TOO_SLOW = "Teams waits five seconds, and I need longer. I have not checked this quote. Please ask again in a minute."
LONGER = "This takes a little longer. Post it in the thread: the answer comes there as soon as it is ready."
TEAMS_ACTION = (
    "In a channel, begin with @ and my name. Or open “…” on any message and choose “Verify this quote”."
)
NOTHING_THERE = "I cannot read the message above. Paste the quote after my name, or open “…” on that message and choose “Verify this quote”."
EDITED = "The question was edited. A newer answer stands further down in this thread."
NOT_READ = (
    "I could not read the message above just now. I have checked nothing. Paste the quote after my name."
)
NOTHING_ABOVE = "The message above brings no words that I could look up. Paste the quote after my name, in quotation marks."

# The settings of a channel, in the dialogs of all chats.
SETTINGS = "Settings"
SHOW = "Show answers"
SHOWN_TO = {True: "To whoever asked, who may share it", False: "In the thread, for everybody"}
PASTED = "Answer pasted quotes"
PASTED_WHEN = {
    "off": "Never: only when I am asked",
    "always": "Always",
    "not verbatim": "When it is not documented word for word",
    "not documented": "Only when it is not documented",
}
ONLY_SOURCES = "Look only in these sources"
ONLY_LANGUAGES = "Look only in these languages"
REVIEWERS = "People to ask"
SCOPE = "These settings are for"
SCOPES = {"channel": "This channel", "team": "Every channel without settings of its own"}
SAVE = "Save"
SAVED = "The settings are saved."
NOT_SAVED = "The settings are not saved."
SLOW_SETTINGS = "That took longer than Teams waits. Please open the settings again."
CHANGE_SETTINGS = "Change settings"
TEAMS_PASTED = "I see pasted quotes only where an administrator let the app read the messages here."
TEAMS_MEMBERS_ONLY = (
    "Settings may be changed by members of the team or chat who are no guests, and those for all channels by the "
    "administrators whom TEAMS_ADMINS names."
)

# Answers for one person, and people who are called.
SHARE = "Share with channel"
SHARED = "Shared with the channel."
SHARES = "shares this answer."
ASK_PERSON = "Ask a person"
CALLS = "asks a person to look at this answer."
CALLED = "They are called in this thread."
REFUSED = "Teams did not take my post. Please try again in a minute."
NOBODY_NAMED = "Nobody is named for that here. The settings name people to ask."
NOBODY_HERE = "None of the people who are named for that is in this conversation any more. The settings name people to ask."
NOT_ALONE = (
    "Answers here go to whoever asked, and Teams does not let me write to you alone. Open a personal chat with me and ask "
    "there, or use “Verify this quote” on the message."
)

HELP = (
    "Give me a quote, and I look up who said it, in which words, where and when.",
    '/verify "Western troops in Ukraine would be lawful targets" by Putin',
    "/verify Kennedy: “ask not what your country can do for you”",
    '/verify "We shall fight on the beaches" — Churchill since:1940 until:1941',
    "Several quotes in one message are answered one by one.",
)


def typed(chat: str, command: str) -> str:
    """How a command is given in a chat: Teams has no slash commands.

    >>> typed("slack", "watches"), typed("teams", "watches")
    ('/verify watches', 'write “watches” to me')
    """
    return f"write “{command}” to me" if chat == "teams" else f"/verify {command}"


def more_answers(number: int) -> str:
    """What stands over the quotes whose answers a card could not hold.

    >>> more_answers(1)
    '1 more answer does not fit here. Ask about this quote by itself:'
    """
    if number == 1:
        return "1 more answer does not fit here. Ask about this quote by itself:"
    return f"{number} more answers do not fit here. Ask about each of these quotes by itself:"


def days(most: int) -> str:
    """The label of how long answers are remembered.

    >>> days(365)
    'Days to remember answers (1 to 365)'
    """
    return f"Days to remember answers (1 to {most})"


def forgotten(answers: int, votes: int) -> str:
    """Say how much of somebody's is deleted.

    >>> forgotten(1, 0)
    'Deleted: 1 remembered answer to your questions, and 0 votes of yours. Nothing else of yours is kept.'
    """
    return (
        f"Deleted: {count(answers, 'remembered answer')} to your questions, and {count(votes, 'vote')} of yours. "
        "Nothing else of yours is kept."
    )


def not_forgotten(advice: str) -> str:
    """Say that not everything is deleted, and why.

    >>> not_forgotten("Ask again.")
    'Not everything is deleted yet. Ask again.'
    """
    return f"Not everything is deleted yet. {advice}"


def more(count: int) -> str:
    """Say that some wordings were left out.

    >>> more(1), more(12)
    ('1 more is not shown.', '12 more are not shown.')
    """
    return f"{count} more {'is' if count == 1 else 'are'} not shown."
