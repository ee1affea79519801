"""The program as people install it: from a wheel, into an environment of its own, run outside the checkout."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot import __version__

ROOT = Path(__file__).parent.parent
TEAMS = {
    "TEAMS_CLIENT_ID": "00000000-0000-0000-0000-00000000b07a",
    "TEAMS_CLIENT_SECRET": "secret",
    "TEAMS_TENANT_ID": "00000000-0000-0000-0000-0000000ec0de",
    "VERBATIM_URL": "https://verbatim.example.org",
}


@dataclass(frozen=True)
class Installed:
    """A fresh environment with the wheel, and a folder to run it in."""

    program: Path
    folder: Path
    wheel: Path

    @property
    def environ(self) -> dict[str, str]:
        """An environment that names no server, no chat and no checkout."""
        foreign = ("PYTHON", "REDIS_", "SLACK_", "TEAMS_", "VERBATIM_", "VIRTUAL_ENV")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        return {**kept, "VERBATIM_HOME": str(self.folder / "home")}

    def run(self, *words: str, **settings: str) -> str:
        """Run a command to its end; return what it printed."""
        done = subprocess.run(
            [self.program, *words],
            cwd=self.folder,
            env=self.environ | settings,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build and install the wheel without a network; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    [wheel] = (folder / "dist").glob("*.whl")
    venv.create(folder / "venv", with_pip=True, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run(install, capture_output=True, check=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = subprocess.run([python, "-c", where], capture_output=True, check=True, text=True).stdout.strip()
    paths = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (Path(own) / "dependencies.pth").write_text("".join(f"{path}\n" for path in paths))
    return Installed(python.parent / "verbatim", folder, wheel)


def test_the_wheel_bears_the_name_that_is_ours_and_only_the_program(installed: Installed) -> None:
    assert installed.wheel.name == f"verbatim_bot-{__version__}-py3-none-any.whl"
    names = {name.partition("/")[0] for name in zipfile.ZipFile(installed.wheel).namelist()}
    assert names == {"bot", "handlers", "corpus", f"verbatim_bot-{__version__}.dist-info"}


def test_every_file_of_the_program_is_in_the_wheel(installed: Installed) -> None:
    packed = set(zipfile.ZipFile(installed.wheel).namelist())
    floors = [path for floor in ("bot", "handlers", "corpus") for path in (ROOT / floor).rglob("*")]
    files = {path.relative_to(ROOT).as_posix() for path in floors if path.is_file()}
    for_a_checkout = {name for name in files if "__pycache__" in name or name.startswith("bot/deploy/")}
    assert files - for_a_checkout <= packed


def test_the_command_says_its_version_and_helps_under_its_own_name(installed: Installed) -> None:
    assert installed.run("--version") == f"Verbatim {__version__}\n"
    assert (
        installed.run("verify", "--help")
        .rstrip()
        .endswith('verbatim verify --by Churchill "We shall fight on the beaches"')
    )
    where = [installed.program.parent / "python", "-c", "import bot; print(bot.__file__)"]
    done = subprocess.run(
        where, cwd=installed.folder, env=installed.environ, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout).is_relative_to(installed.folder / "venv")


def test_it_loads_verifies_and_writes_briefs(installed: Installed) -> None:
    installed.run("load", "--starter")
    verdict = json.loads(
        installed.run("verify", "--json", "--by", "Churchill", "We shall fight on the beaches")
    )
    assert verdict["rating"] == "VERBATIM"
    assert "Documented word for word" in installed.run("verify", "We shall fight on the beaches")
    brief = installed.run("brief", "--format", "html", "We shall fight on the beaches")
    assert brief.startswith("<!doctype html>")


def test_it_makes_the_manifests_of_both_chats(installed: Installed) -> None:
    assert json.loads(installed.run("slack-manifest"))["settings"]["socket_mode_enabled"] is True
    manifest = installed.run("slack-manifest", "--http", "https://bot.example.org/")
    assert "https://bot.example.org/slack/events" in manifest
    assert "YOUR-HOST" not in manifest
    installed.run("teams-package", "--output", "app.zip", **TEAMS)
    packed = zipfile.ZipFile(installed.folder / "app.zip")
    assert json.loads(packed.read("manifest.json"))["bots"][0]["botId"] == TEAMS["TEAMS_CLIENT_ID"]


@contextlib.contextmanager
def demo(installed: Installed) -> Iterator[str]:
    """The demo for the time of the block, once it says that it is ready: its address."""
    words = [installed.program, "demo", "--no-browser"]
    with subprocess.Popen(
        words, cwd=installed.folder, env=installed.environ, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            address = next(filter(None, (re.search(r"http://[^\s]+", line) for line in process.stdout)), None)
            assert address, "the demo ended"
            yield address[0]
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()
    assert process.returncode == 0


def test_the_demo_serves_its_page_and_what_belongs_to_it(installed: Installed) -> None:
    with demo(installed) as address, httpx.Client(base_url=address) as http:
        page = http.get("/")
        assert page.status_code == 200
        linked = re.findall(r'(?:src|href)="(/[^"#]+\.(?:css|js|svg)[^"]*)"', page.text)
        assert len(linked) >= 2
        assert {http.get(path).status_code for path in linked} == {200}
