"""Everything under `bot/deploy` is sound: files against their schemas, commands against the program, and as it is run."""

import asyncio
import contextlib
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from bot.cli.commands import COMMANDS
from bot.cli.main import load_command
from bot.collect import origins
from bot.metrics import Metrics
from bot.settings import Settings
from tests.support.processes import run, started, succeed
from tests.support.slack.fake import BOT_TOKEN, FakeSlack
from tests.support.slack.payloads import SECRET
from tests.support.waiting import patience, until

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "bot" / "deploy"
PAGE = (DEPLOY / "README.md").read_text("utf-8")
SETTINGS = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', (ROOT / "bot" / "settings.py").read_text("utf-8")))
MANIFESTS = [
    pytest.param(document, id=f"{file.stem} {document['kind']}")
    for file in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for document in yaml.safe_load_all(file.read_text("utf-8"))
]
PODS = [one for one in MANIFESTS if one.values[0]["kind"] in ("Deployment", "StatefulSet")]


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin"), reason=f"no {program}"
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


# The page


def commands() -> Iterator[str]:
    """The commands of the page: its indented blocks that are no settings."""
    for block in re.findall(r"(?:^    .*\n)+", PAGE, re.MULTILINE):
        for line in block.splitlines():
            if not line.strip().startswith(("maxmemory-policy", "appendonly ", "appendfsync")):
                yield line.strip()


@pytest.mark.parametrize("command", [pytest.param(c, id=c[:60]) for c in commands()])
def test_every_command_of_the_page_can_be_typed(command: str) -> None:
    succeed("bash", "-n", "-c", command)
    words = shlex.split(command)
    program = Path(words[0]).name
    if program == "verbatim":
        _parse(words[1:])
    elif program == "docker" and words[1] == "compose" and words[4] == "run":
        _parse(words[7:])  # what the service's entry point is given
    else:
        assert program in {
            "docker", "kubectl", "redis-cli", "curl", "promtool", "useradd", "python3", "pip", "install", "cp",
            "systemctl", "honcho", "tar",
        }  # fmt: skip
    for word in words:
        if word.startswith("bot/deploy/"):
            assert (ROOT / word).exists(), word


def _parse(words: list[str]) -> None:
    assert words[0] in COMMANDS
    load_command(words[0]).make_context(words[0], words[1:])


def test_the_page_speaks_of_numbers_and_alerts_that_exist() -> None:
    names = metric_names()
    for name in set(re.findall(r"verbatim_[a-z_]+", PAGE)):
        assert name in names, name
    alerts = {rule["alert"] for rule in rules()}
    for alert in set(re.findall(r"Verbatim[A-Z]\w+", PAGE)):
        assert alert in alerts, alert


# Metrics, alerts, dashboard


def metric_names() -> set[str]:
    metrics = Metrics()
    families = list(metrics.registry.collect())
    suffixes = {"counter": ("_total",), "histogram": ("", "_bucket", "_count", "_sum"), "gauge": ("",)}
    return {family.name + end for family in families for end in suffixes.get(family.type, ("",))}


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((DEPLOY / "prometheus" / "rules.yaml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def board() -> list[str]:
    """The expressions of the dashboard."""
    panels = json.loads((DEPLOY / "grafana" / "verbatim.json").read_text("utf-8"))["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


def test_alerts_and_dashboard_ask_for_numbers_that_exist() -> None:
    for expression in [*(rule["expr"] for rule in rules()), *board()]:
        for name in re.findall(r"\b(?:verbatim|process)_[a-z_]+", expression):
            assert name in metric_names(), expression


def test_every_alert_says_what_to_do() -> None:
    for rule in rules():
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["action"]
        assert rule["labels"]["severity"] in ("page", "ticket")


@needs("promtool")
def test_prometheus_takes_the_rules_and_they_fire_when_they_should(tmp_path: Path) -> None:
    folder = DEPLOY / "prometheus"
    succeed("promtool", "check", "rules", folder / "rules.yaml")
    succeed("promtool", "check", "config", folder / "prometheus.yaml")
    succeed("promtool", "test", "rules", folder / "rules.test.yaml")
    recorded = [{"record": f"panel:{number}", "expr": expr} for number, expr in enumerate(board())]
    (tmp_path / "board.yaml").write_text(yaml.safe_dump({"groups": [{"name": "board", "rules": recorded}]}))
    succeed("promtool", "check", "rules", tmp_path / "board.yaml")


@needs("promtool")
def test_prometheus_takes_our_numbers_as_they_are() -> None:
    metrics = Metrics()
    with metrics.step("lookup"):
        metrics.note_record(None)
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=metrics.text(), capture_output=True, check=False
    )
    assert b"error" not in checked.stderr.lower(), checked.stderr


# Kubernetes


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_a_manifest_follows_the_schema_of_kubernetes(manifest: dict[str, Any]) -> None:
    kubernetes = pytest.importorskip("kubernetes_validate", reason="make deploy installs it")
    kubernetes.validate(manifest, kubernetes.latest_version(), strict=True)


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_what_a_manifest_refers_to_is_there(manifest: dict[str, Any]) -> None:
    assert {"apiVersion", "kind", "metadata", "spec", "data"} >= set(manifest)
    there = {(one.values[0]["kind"], one.values[0]["metadata"]["name"]) for one in MANIFESTS}
    text = json.dumps(manifest)
    for name in re.findall(r'"configMapRef": \{"name": "([\w-]+)"', text):
        assert ("ConfigMap", name) in there
    for name in re.findall(r'"service": \{"name": "([\w-]+)"', text):
        assert ("Service", name) in there
    for selector in re.findall(r'"(?:matchLabels|selector)": (\{"app[^}]*\})', text):
        labels = [one.values[0]["spec"]["template"]["metadata"]["labels"] for one in PODS]
        assert json.loads(selector) in labels


@pytest.mark.parametrize("manifest", PODS)
def test_pods_run_as_nobody_and_write_nowhere(manifest: dict[str, Any]) -> None:
    pod = manifest["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"]
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]
    assert not pod["automountServiceAccountToken"]


def test_settings_in_the_manifests_are_settings() -> None:
    [config] = [one.values[0] for one in MANIFESTS if one.values[0]["kind"] == "ConfigMap"]
    assert set(config["data"]) <= SETTINGS
    Settings.read(config["data"])


# Containers


def instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_copies_what_is_there_and_runs_as_nobody() -> None:
    last = dict(instructions())
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", last["USER"])
    assert json.loads(last["ENTRYPOINT"]) == ["verbatim"]
    assert json.loads(last["CMD"])[0] in COMMANDS
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert f"!{source}" in ignored, source
        if word == "ENV":
            names = {pair.partition("=")[0] for pair in shlex.split(rest)}
            assert {name for name in names if not name.startswith(("PATH", "PYTHON"))} <= SETTINGS
        if word == "RUN":
            succeed("bash", "-n", "-c", rest)


def test_the_image_holds_nothing_that_only_tests_need() -> None:
    names = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert {"redis", "starlette", "slack-bolt", "prometheus-client"} <= names
    assert not names & {"pytest", "mypy", "ruff", "hypothesis", "honcho", "kubernetes-validate"}


def _builder_is_there() -> bool:
    return bool(shutil.which("docker")) and run("docker", "info").returncode == 0


@pytest.mark.skipif(not _builder_is_there(), reason="no builder of images is available")
def test_the_image_is_built_and_runs() -> None:
    succeed("docker", "build", "-f", DEPLOY / "Containerfile", "-t", "verbatim-test", ROOT)
    told = succeed("docker", "run", "--rm", "--read-only", "--network=none", "verbatim-test", "--version")
    assert told.stdout.startswith("Verbatim ")


def test_the_compose_file_keeps_the_record_and_names_the_files_that_are_there() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    redis, web, worker = (compose["services"][name] for name in ("redis", "web", "worker"))
    told = " ".join(redis["command"])
    assert "--maxmemory-policy noeviction" in told
    assert "--appendonly yes" in told
    assert redis["volumes"] == ["record:/data"]
    assert "record" in compose["volumes"]
    for service in (web, worker):
        assert service["command"][0] in COMMANDS
        assert service["read_only"]
        assert set(service["environment"]) <= SETTINGS
        build = service["build"]
        assert (DEPLOY / build["context"]).resolve() == ROOT
        assert (ROOT / build["dockerfile"]).exists()
    assert web["ports"] == ["127.0.0.1:8080:8080"]  # the world comes through a proxy


def test_the_record_servers_options_are_taken_by_a_server(tmp_path: Path) -> None:
    from bot.record_server.embedded import find_binary

    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]["redis"]["command"][1:]
    pods = {one.values[0]["kind"]: one.values[0]["spec"]["template"]["spec"] for one in PODS}
    options = pods["StatefulSet"]["containers"][0]["args"][1:]
    for words in ([word for line in compose for word in shlex.split(line)], options):
        # An option that it does not know ends it at once; so does this one, once all others are read.
        told = run(find_binary(), "--port", "0", *words, "--dir", tmp_path / "nowhere").stderr
        assert "nowhere" in told, told


# What is run on this machine


def environ(home: Path, fake: FakeSlack, port: int) -> dict[str, str]:
    foreign = ("SLACK_", "REDIS_", "TEAMS_", "VERBATIM_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {
        **kept,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "VERBATIM_HOME": str(home),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": fake.api_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }


@contextlib.asynccontextmanager
async def slack() -> Any:
    fake = await FakeSlack().start()
    try:
        yield fake
    finally:
        await fake.stop()


async def is_ready(port: int) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            return (await http.get("/readyz")).status_code == 200
    return False


async def test_the_procfile_runs_and_stops(tmp_path: Path) -> None:
    pytest.importorskip("honcho", reason="make deploy installs it")
    nothing = tmp_path / "nothing.toml"  # no source is read in a test
    catalogue = (ROOT / "corpus" / "sources" / "catalogue.toml").read_text("utf-8")
    catalogue = re.sub(r"^enabled = .*\n", "", catalogue, flags=re.MULTILINE)
    nothing.write_text(re.sub(r"^(\[source\..*\])$", r"\1\nenabled = false", catalogue, flags=re.MULTILINE))
    assert origins(nothing) == ()
    port = free_port()
    async with slack() as fake:
        settings = environ(tmp_path / "home", fake, port) | {"VERBATIM_SOURCES": str(nothing)}
        pipe = asyncio.subprocess.PIPE
        honcho = [sys.executable, "-m", "honcho", "--no-colour", "start", "-f", ROOT / "Procfile"]
        async with started(
            *honcho, cwd=ROOT, env=settings, stdout=pipe, stderr=asyncio.subprocess.STDOUT
        ) as both:
            await until("that the bot is ready", lambda: is_ready(port))
            both.terminate()
            async with patience("the end of both"):
                told, _ = await both.communicate()
    assert re.search(r"web\.1\s+\| .*listening at", told.decode()), told.decode()
    assert "worker.1 started" in told.decode()
    assert "Traceback" not in told.decode()


async def test_the_health_check_of_the_image_tells_a_bot_that_is_alive(tmp_path: Path) -> None:
    [check] = [
        json.loads(rest.partition("CMD ")[2]) for word, rest in instructions() if word == "HEALTHCHECK"
    ]
    port = free_port()
    async with slack() as fake:
        settings = environ(tmp_path / "home", fake, port)
        command = [sys.executable, *check[1:]]
        assert (await asyncio.to_thread(run, *command, env=settings)).returncode == 1
        async with started(
            sys.executable, "-m", "bot", "serve", env=settings, stderr=asyncio.subprocess.DEVNULL
        ):
            await until("that the bot is ready", lambda: is_ready(port))
            assert (await asyncio.to_thread(run, *command, env=settings)).returncode == 0


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="needs a namespace of its own")
async def test_the_bot_writes_nowhere_but_to_its_home(tmp_path: Path) -> None:
    port = free_port()
    read_only = 'mount --bind "$0" "$0" && mount -o remount,bind,ro / && exec "$@"'
    home = tmp_path / "home"
    home.mkdir()
    if run("unshare", "--mount", "bash", "-c", read_only, home, "true").returncode:
        pytest.skip("this machine lets nobody mount")
    async with slack() as fake:
        settings = environ(home, fake, port)
        program = ["unshare", "--mount", "bash", "-c", read_only, home, sys.executable, "-m", "bot", "serve"]
        async with started(*program, env=settings, stderr=asyncio.subprocess.DEVNULL):
            await until("that the bot is ready", lambda: is_ready(port))


@needs("systemd-analyze")
@pytest.mark.parametrize("unit", ["verbatim", "verbatim-collect"])
def test_systemd_takes_the_units(unit: str, tmp_path: Path) -> None:
    text = (DEPLOY / "systemd" / f"{unit}.service").read_text("utf-8")
    [command] = re.findall(r"^ExecStart=/opt/verbatim/bin/verbatim (.*)$", text, re.MULTILINE)
    _parse(command.split())
    for name in re.findall(r"(\w+)=", re.findall(r"^Environment=(.*)$", text, re.MULTILINE)[0]):
        assert name in SETTINGS | {"PYTHONUNBUFFERED"}
    (tmp_path / f"{unit}.service").write_text(text.replace("/opt/verbatim/bin/verbatim", "/bin/true"))
    done = succeed("systemd-analyze", "verify", tmp_path / f"{unit}.service")
    assert unit not in done.stderr


@needs("nginx")
def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    succeed(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1",
        "-keyout", key, "-out", certificate,
    )  # fmt: skip
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for path, here in (("/etc/ssl/verbatim", tmp_path), ("/run", tmp_path), ("/var/log/nginx", tmp_path)):
        text = text.replace(path, str(here))
    (tmp_path / "nginx.conf").write_text(text)
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    succeed(nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf")


def test_the_proxy_shows_the_world_no_numbers() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for path in ("/metrics", "/readyz"):
        assert f"location = {path} {{ return 404; }}" in text
