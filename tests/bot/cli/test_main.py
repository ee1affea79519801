"""The command line that other programs call: exit codes, and nothing but answers on standard output."""

import asyncio
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import __version__
from bot.cli.commands import COMMANDS
from bot.cli.main import load_command, main
from bot.record_server.connect import open_store
from bot.record_server.embedded import EmbeddedServer
from bot.settings import Settings
from corpus.collecting.crawl_state import CrawlState, SourceState
from corpus.errors import IndexUnavailableError
from corpus.models import Event
from corpus.storage import keys
from corpus.verdict import Rating
from handlers.parsing.request import parse
from tests.support.processes import outcome, running, succeed

Run = Callable[..., tuple[int, str, str]]
SPEECH = {
    "id": "s1",
    "speaker": "Ann Smith",
    "text": "We shall build many great ships.",
    "date": "2020-05-01",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and no server named from outside."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("VERBATIM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(EmbeddedServer.__init__, "__kwdefaults__", {"binary": None, "linger": 0.5})
    return tmp_path


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command: its exit code, what it printed, and what it complained of."""
    assert home

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(one) for one in arguments])
        return code, *capsys.readouterr()

    return run


def file(home: Path, *lines: Any, name: str = "in.jsonl") -> Path:
    path = home / name
    path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines))
    return path


def test_load_status_and_verify_tell_one_story(run: Run, home: Path) -> None:
    path = file(home, SPEECH, {**SPEECH, "id": "s2", "speaker": "Bob Jones", "text": "Taxes must fall soon."})
    assert run("load", path) == (0, "", "2 new, 0 replaced, 0 unchanged\n")
    assert run("load", path)[2] == "0 new, 0 replaced, 2 unchanged\n"
    code, out, _ = run("status", "--json")
    status = json.loads(out)
    assert (code, status["statements"], status["speakers"]) == (0, 2, 2)
    assert (status["from"], status["until"]) == ("2020-05-01", "2020-05-01")
    code, out, complaint = run("verify", "--by", "Smith", "--json", "We shall build many great ships")
    assert (code, complaint) == (0, "")
    assert json.loads(out)["rating"] == "VERBATIM"
    code, out, _ = run(
        "verify", "--by", "Smith", "--since", "2021", "--json", "We shall build many great ships"
    )
    assert "DATE_MISMATCH" in json.loads(out)["flags"]


def test_status_names_calendars_and_a_brief_for_programs_has_their_events(run: Run, home: Path) -> None:
    run("load", file(home, SPEECH))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    event = Event(
        "u", "How to build great ships", "2099-12-08", "2099-12-09T12:00+00:00", publisher="Port", read=now
    )

    async def note() -> None:
        async with open_store(Settings.read()) as store:
            crawl_state = CrawlState(store.client)
            await crawl_state.note(
                "port", SourceState("Port", 3600, tried=now, succeeded=now, calendar=True, events=1)
            )
            await crawl_state.note_events("port", [event])

    asyncio.run(note())
    assert f"port  read {now}, events to come: 1" in run("status")[1]
    status = json.loads(run("status", "--json")[1])
    assert (status["sources"], status["stale"], status["collected"][0]["events"]) == (1, [], 1)
    code, out, _ = run("brief", "--format", "json", "--by", "Smith", "We shall build many great ships")
    brief = json.loads(out)
    assert (code, brief["rating"]) == (0, "VERBATIM")
    assert brief["sources"][-1]["event"]["title"] == "How to build great ships"
    assert any(
        "8 December 2099: “How to build great ships”" in s["text"]
        for part in brief["sections"]
        for s in part["sentences"]
    )


def test_a_batch_is_answered_line_by_line_in_order(run: Run, home: Path) -> None:
    run("load", file(home, SPEECH))
    quotes = [
        {"id": "b", "quote": "We shall build many great ships", "speaker": "Smith"},
        {"quote": "We shall not build many great ships", "speaker": None},
        "",
        {"id": 7, "quote": "The moon is made of green cheese", "since": "2020", "until": "2020-12"},
        {"id": "odd", "quote": "\ud800 ships", "speaker": ""},
    ]
    code, out, complaint = run("verify", "--batch", file(home, *quotes, name="quotes.jsonl"), "--json")
    assert (code, complaint) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(a["id"], a["rating"]) for a in answers] == [
        ("b", "VERBATIM"),
        ("2", "ALTERED"),
        ("7", "NOT_DOCUMENTED"),
        ("odd", "TOO_SHORT"),
    ]


def test_in_the_terminal_the_answer_is_in_words(run: Run, home: Path) -> None:
    run("load", file(home, SPEECH))
    code, out, _ = run("verify", "--by", "Smith", "--explain", "We shall build many great ships")
    assert code == 0
    assert "Documented word for word" in out
    assert "Ann Smith" in out
    assert "VERBATIM: nothing differs" in out


def test_in_the_terminal_an_address_is_met_with_what_to_do(run: Run) -> None:
    code, out, complaint = run("verify", "https://paper.example/a")
    assert (code, out) == (2, "")
    assert "I check words, not pages" in complaint


def test_in_the_terminal_a_paste_is_read_as_in_a_chat(run: Run, home: Path) -> None:
    run("load", file(home, SPEECH))
    code, out, _ = run(
        "verify", "“We shall build many great ships” — Smith\n“We shall not build many great ships” — Smith"
    )
    assert code == 0
    assert out.index("Documented word for word") < out.index("Wording changed in a way that matters")
    assert "We shall (quote: not) build" in out


TITLE = (
    "Putin said Western troops in Ukraine would be lawful targets and demanded security guarantees, "
    "opposing Ukraine’s NATO entry"
)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(TITLE, id="no marks"),
        pytest.param(TITLE.replace("Western", "“Western").replace("targets", "targets”"), id="marks"),
        pytest.param(f"“{TITLE}".replace("targets", "targets”"), id="marks round the speaker"),
        pytest.param("“We will win,” said Putin.\n“We will not,” said Ann Smith.", id="two quotes"),
        pytest.param("He said “no” and left", id="a word in marks"),
        pytest.param("We shall build many great ships by Smith since:2021", id="no marks, options"),
        pytest.param("did putin really say “we will win”?", id="a question"),
        pytest.param("/verify “We will win” — Putin", id="the command typed along"),
        pytest.param("Ann Smith:\n> We will win\n> the war", id="a block"),
        pytest.param('Putin said "We will win', id="half a pair of marks"),
        pytest.param("> “We will win” — Putin\n> “You will lose” — Lavrov", id="a block of two"),
        pytest.param("Putin told reporters that a deal was near, adding that talks went on", id="reported"),
    ],
)
def test_a_message_is_read_alike_in_terminal_batch_and_chat(run: Run, home: Path, message: str) -> None:
    run("load", file(home, SPEECH))
    chat = [(quote.text, quote.speaker) for quote in parse(message).quotes]
    terminal = [json.loads(line) for line in run("verify", "--json", message)[1].splitlines()]
    batch = file(home, {"id": "m", "message": message}, name="batch.jsonl")
    lines = [json.loads(line) for line in run("verify", "--batch", batch, "--json")[1].splitlines()]
    assert [(answer["quote"], answer["speaker"]) for answer in terminal] == chat
    assert [(answer["quote"], answer["speaker"]) for answer in lines] == chat
    assert [(answer["id"], answer["n"]) for answer in lines] == [("m", n + 1) for n in range(len(chat))]
    if "lawful targets" in message:
        assert len(chat) == 3


def test_a_message_without_a_quote_gets_advice_and_the_next_line_its_answer(run: Run, home: Path) -> None:
    run("load", file(home, SPEECH))
    lines = [{"id": "a", "message": "did he say that?"}, {"id": "b", "message": "“We shall build” by Smith"}]
    code, out, _ = run("verify", "--batch", file(home, *lines, name="batch.jsonl"), "--json")
    first, second = (json.loads(line) for line in out.splitlines())
    assert code == 0
    assert "I do not see the words" in first["error"]
    assert "rating" not in first
    assert (second["id"], second["n"], second["speaker"]) == ("b", 1, "Smith")


def test_in_the_terminal_the_words_that_were_checked_are_named(run: Run, home: Path) -> None:
    run("load", file(home, SPEECH))
    assert "“We shall build many great ships” — Smith" in run(
        "verify", "Did Smith say “We shall build many great ships”?"
    )[1].replace("\n", " ")


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        pytest.param(["nonsense"], "quotes.jsonl, line 1: is not JSON", id="no JSON"),
        pytest.param([{"quote": "a"}, ["a"]], "quotes.jsonl, line 2: is not a JSON object", id="no object"),
        pytest.param([{"speaker": "a"}], "line 1: field 'quote' must be a string", id="no quote"),
        pytest.param([{"quote": "a", "speaker": 3}], "line 1: field 'speaker' must be a string", id="a number for a speaker"),
        pytest.param([{"quote": "a", "since": "May"}], "line 1, field 'since': must be YYYY", id="a date in words"),
        pytest.param([{"message": 3}], "line 1: field 'message' must be a string", id="a number for a message"),
        pytest.param([{"quote": "x" * 20_000}], "line 1, field 'quote': That is 20,000 characters", id="too long"),
    ],
)  # fmt: skip
def test_a_wrong_batch_ends_with_2_before_anything_is_answered(
    run: Run, home: Path, lines: list[Any], named: str
) -> None:
    good = {"quote": "We shall build many great ships"}
    path = file(home, *lines, good, name="quotes.jsonl")
    code, out, complaint = run("verify", "--batch", path, "--json")
    assert (code, out) == (2, "")
    assert named in complaint
    assert not (home / "home").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["verify"], id="no quote"),
        pytest.param(["verify", ""], id="an empty quote"),
        pytest.param(["verify", "x" * 20_000], id="a quote too long"),
        pytest.param(["verify", "https://paper.example/a"], id="an address and no words"),
        pytest.param(
            ["verify", "--json", "https://paper.example/a"], id="an address and no words, for a program"
        ),
        pytest.param(["verify", "--since", "May", "We shall"], id="a date in words"),
        pytest.param(["verify", "--batch", "nowhere.jsonl"], id="no such batch"),
        pytest.param(["load"], id="no file"),
        pytest.param(["load", "nowhere.jsonl"], id="no such file"),
    ],
)
def test_wrong_usage_ends_with_2_and_prints_no_answer(run: Run, home: Path, arguments: list[str]) -> None:
    code, out, complaint = run(*arguments)
    assert (code, out) == (2, "")
    assert complaint.startswith("verbatim: ")
    assert "Traceback" not in complaint
    assert home


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["unknown"], id="an unknown command"),
        pytest.param(["verify", "--unknown", "x"], id="an unknown option"),
        pytest.param(["verify", "one", "two"], id="a word too many"),
        pytest.param(["forget"], id="no id"),
        pytest.param(["brief", "--format", "docx", "x"], id="an unknown format"),
        pytest.param(["keys", "add", "n", "--per-minute", "0"], id="a number out of range"),
        pytest.param(["load", "--starter=yes"], id="a value for a flag"),
        pytest.param([], id="nothing"),
    ],
)
def test_wrong_words_end_with_2_and_a_message_on_standard_error(run: Run, arguments: list[str]) -> None:
    code, out, complaint = run(*arguments)
    assert (code, out) == (2, "")
    assert complaint.startswith(("Usage: ", "Error: "))
    assert "Traceback" not in complaint


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_a_sentence_with_an_example(
    run: Run, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, complaint = run(name, "--help")
    assert (code, complaint) == (0, "")
    entry = COMMANDS[name]
    assert " ".join(entry.sentence.split()) in " ".join(out.split())
    assert entry.sentence.endswith(".")
    assert entry.sentence.count(". ") == 0
    assert out.rstrip().endswith(entry.example)
    assert entry.example.split()[0] == name
    assert entry.sentence in " ".join(run("--help")[1].split())
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_one_that_its_command_takes(name: str) -> None:
    words = shlex.split(COMMANDS[name].example.partition(" >")[0])
    command = load_command(name)
    assert command.make_context(name, words[1:]).params is not None


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version") == (0, f"Verbatim {__version__}\n", "")


def test_a_shell_completes_commands_and_options(home: Path) -> None:
    def complete(typed: str, at: int) -> list[str]:
        environ = {
            **os.environ,
            "_VERBATIM_COMPLETE": "bash_complete",
            "COMP_WORDS": typed,
            "COMP_CWORD": str(at),
        }
        program = "import sys; sys.argv[0] = 'verbatim'; from bot.cli.main import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True
        )
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    assert complete("verbatim ver", 1) == ["verify"]
    assert complete("verbatim verify --s", 2) == ["--since"]
    assert complete("verbatim brief --format m", 3) == ["md"]
    assert not (home / "home").exists()


def test_words_that_begin_with_a_hyphen_are_a_quote_and_no_option(run: Run, home: Path) -> None:
    run("load", file(home, SPEECH))
    code, out, complaint = run("verify", "- We shall build many great ships", "--by", "Smith", "--json")
    assert (code, complaint) == (0, "")
    assert json.loads(out)["quote"] == "- We shall build many great ships"
    assert json.loads(out)["rating"] == "VERBATIM"


@pytest.mark.parametrize("host", ["", "  ", "a b", 'a"b', "bot.example.org/path", "http://bot.example.org"])
def test_a_manifest_for_no_host_ends_with_2(run: Run, host: str) -> None:
    code, out, complaint = run("slack-manifest", "--http", host)
    assert (code, out) == (2, "")
    assert "--http must name the public host" in complaint


@pytest.mark.parametrize("host", ["bot.example.org", "https://bot.example.org/"])
def test_the_manifest_of_slack_names_the_host_or_opens_a_socket(run: Run, host: str) -> None:
    socket = json.loads(run("slack-manifest")[1])
    http = json.loads(run("slack-manifest", "--http", host)[1])
    assert socket["settings"]["socket_mode_enabled"] is True
    assert http["settings"]["event_subscriptions"]["request_url"] == "https://bot.example.org/slack/events"


def test_a_wrong_line_keeps_its_whole_file_out(run: Run, home: Path) -> None:
    path = file(home, SPEECH, {"speaker": "Bob"}, {**SPEECH, "id": "s3"})
    code, out, complaint = run("load", path)
    assert (code, out) == (2, "")
    assert "in.jsonl, line 2: field 'text' is missing" in complaint
    assert json.loads(run("status", "--json")[1])["statements"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["verify", "--json", "We shall build many great ships"], id="verify"),
        pytest.param(["status", "--json"], id="status"),
        pytest.param(["load", "--starter"], id="load"),
    ],
)
def test_a_record_that_cannot_be_reached_ends_with_3_and_no_finding(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    code, out, complaint = run(*arguments)
    assert (code, out) == (3, "")
    assert IndexUnavailableError.advice in complaint
    assert not any(rating.value in complaint for rating in Rating)


def test_settings_that_cannot_work_end_with_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "http://127.0.0.1")
    code, out, complaint = run("status", "--json")
    assert (code, out) == (2, "")
    assert "REDIS_URL must begin with" in complaint


async def _mark(home: Path, version: int) -> None:
    async with open_store(Settings(None, home / "home")) as store:
        await store.client.set(keys.FORMAT, version)
        await store.client.set(keys.NEXT, 8)


@pytest.mark.parametrize("version", [keys.VERSION + 1, keys.VERSION - 1], ids=["newer", "older"])
@pytest.mark.parametrize(
    "command", [("status",), ("load", "--starter"), ("doctor",), ("verify", "We shall fight")], ids="-".join
)
def test_no_command_touches_a_record_of_another_format(
    run: Run, home: Path, command: tuple[str, ...], version: int
) -> None:
    asyncio.run(_mark(home, version))
    code, out, complaint = run(*command)
    assert (code, out) == (2, "")
    assert f"its format is {version}" in complaint
    assert ("Update the program" in complaint) == (version > keys.VERSION)

    async def everything() -> set[bytes]:
        async with open_store(Settings(None, home / "home")) as store:
            return set(await store.client.keys())

    assert asyncio.run(everything()) == {keys.FORMAT, keys.NEXT}


def test_ctrl_c_of_a_load_leaves_a_sound_record_and_a_new_run_carries_on(home: Path) -> None:
    count = 30_000
    path = file(
        home,
        *({"speaker": f"Ann {n % 9}", "text": f"We promise pier {n} to Elm{n % 77}."} for n in range(count)),
    )
    command = [sys.executable, "-m", "bot"]
    program = f"""if True:
        import asyncio, sys
        from bot import load
        from bot.cli.main import main
        from corpus.index.writer import Writer

        add = Writer.add

        done = 0

        async def noted(self, batch):
            global done
            if done > 50:  # of 60: it is never over before it is stopped
                await asyncio.Event().wait()
            added = await add(self, batch)
            done += 1
            print(done * load.BATCH, flush=True)
            return added

        load.BATCH, Writer.add = 500, noted
        sys.exit(main(["load", {str(path)!r}]))
    """
    with running(sys.executable, "-c", program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as loader:
        assert loader.stdout
        assert (there := int(loader.stdout.readline() or 0)), "it ended"
        loader.send_signal(signal.SIGINT)
        _, complaint = outcome(loader)
    assert loader.returncode == 130
    assert "the same command carries on" in complaint
    assert "verbatim: stopped" in complaint
    stopped = _count(command)
    assert 0 < there <= stopped < count
    asyncio.run(_two_minutes_later(home / "home"))
    findings = json.loads(succeed(*command, "doctor", "--json").stdout)
    assert (findings["statements"], findings["half_written"], findings["counts"]) == (stopped, 0, 0)
    assert findings["skipped"] == []
    again = succeed(*command, "load", path)
    assert f"{count - stopped:,} new, 0 replaced, {stopped:,} unchanged" in again.stderr
    assert _count(command) == count


async def _two_minutes_later(home: Path) -> None:
    """Let nobody be at work any more who was stopped in the middle of it."""
    async with open_store(Settings(None, home)) as store:
        async for name in store.client.scan_iter(b"{v}:alive:*"):
            await store.client.delete(name)


def _count(command: list[str]) -> int:
    return int(json.loads(succeed(*command, "status", "--json").stdout)["statements"])
