"""The table of commands: where each is defined, one sentence of help and an example. Importing it costs nothing."""

from typing import NamedTuple


class Entry(NamedTuple):
    """A command as `--help` lists it."""

    module: str  # of this package; it defines the command under its name, with "_" for "-"
    sentence: str
    example: str  # what follows the program's name


COMMANDS: dict[str, Entry] = {
    "demo": Entry("serving", "Try it: the starter statements and a chat page on this machine.", "demo"),
    "verify": Entry(
        "verify",
        "Look up one quote, or many.",
        'verify --by Churchill "We shall fight on the beaches"',
    ),
    "brief": Entry(
        "briefs",
        "Write the long form of one answer, every sentence with its source.",
        'brief --format pdf --by Churchill "We shall fight on the beaches" > brief.pdf',
    ),
    "watches": Entry(
        "briefs", "List the quotes that are watched and the answers that are followed.", "watches"
    ),
    "load": Entry(
        "record",
        "Import statements from files: .jsonl, .csv, .txt, .srt, .vtt, each also .gz.",
        "load speeches.jsonl debate.srt.gz",
    ),
    "collect": Entry(
        "sources", "Fetch the sources of the catalogue into the record.", "collect --once un-press"
    ),
    "read": Entry(
        "sources",
        "Show what a document would yield, without storing it.",
        "read --as article --json news.txt",
    ),
    "status": Entry("record", "Show what the record holds.", "status --json"),
    "doctor": Entry("record", "Check the record and repair it, beside a running bot, too.", "doctor"),
    "forget": Entry(
        "record", "Remove statements from the record, by their ids.", "forget speech-17 speech-18"
    ),
    "withdraw": Entry(
        "record",
        "Mark statements as corrected or removed by their source.",
        "withdraw --on 2026-03-01 speech-17",
    ),
    "keep": Entry(
        "record",
        "Remove the oldest statements of the record.",
        'keep --months 24 --under 4GB --pin "United Nations"',
    ),
    "feedback": Entry("access", "Show what readers say of the answers.", "feedback --export > votes.jsonl"),
    "keys": Entry("access", "Manage the keys of the HTTP API.", "keys add newsroom --per-minute 60"),
    "mcp": Entry("access", "Serve the record to agents: an MCP server on standard input and output.", "mcp"),
    "serve": Entry("serving", "Run the bot on the chats that are configured.", "serve"),
    "slack-manifest": Entry(
        "manifests",
        "Print the manifest from which Slack makes the app.",
        "slack-manifest --http verbatim.example.org",
    ),
    "teams-package": Entry(
        "manifests",
        "Write the app package to upload to Teams.",
        "teams-package --output verbatim-teams.zip",
    ),
}
