"""The settings, read from the environment once."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import SettingsError


def default_home(environ: Mapping[str, str]) -> Path:
    """Return the default folder of the program's data, in the user's data directory."""
    base = environ.get("XDG_DATA_HOME") or str(
        Path(environ.get("HOME") or "~").expanduser() / ".local" / "share"
    )
    return Path(base) / "verbatim"


@dataclass(frozen=True, slots=True)
class Slack:
    """The connection to Slack; an `app_token` means Socket Mode, a `signing_secret` means signed HTTP."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    client_id: str = ""  # with the two below: installed by OAuth in many workspaces, in place of `bot_token`
    client_secret: str = field(default="", repr=False)
    token_key: str = field(default="", repr=False)

    @property
    def socket_mode(self) -> bool:
        """Return whether Slack is reached over a socket that we open."""
        return bool(self.app_token)


@dataclass(frozen=True, slots=True)
class Teams:
    """The connection to Teams: a bot (`client_id`), an outgoing webhook (`webhook_secrets`), or both.

    `tenants` are those that may ask, in lower case.
    """

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    tenant_id: str = ""
    tenants: frozenset[str] = frozenset()
    webhook_secrets: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; `slack` and `teams` are None where they are not configured."""

    redis_url: str | None
    home: Path
    host: str = "127.0.0.1"
    port: int = 8080
    slack: Slack | None = None
    sources: Path | None = None
    aliases: Path | None = None  # names of people beside those that ship
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)  # keys of services, by their name
    teams: Teams | None = None
    teams_admins: frozenset[str] = (
        frozenset()
    )  # who may change the settings of all channels there, in lower case
    unauthenticated: bool = False  # Teams takes requests from anybody: for the demo on this machine alone
    members_only: bool = False  # pages of answers are for members of the workspace they were given in
    log_form: str = ""  # of the lines of the log: "json", "text", or "" for text on a terminal and else JSON
    metrics_token: str = field(
        default="", repr=False
    )  # "": direct calls from a private address alone may read them
    traces_url: str = ""  # a collector of OpenTelemetry; "": no traces
    base_url: str = ""  # where people reach the pages of answers, without a slash at the end; "": no links

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment; raise SettingsError naming all that is wrong.

        >>> Settings.read({"HOME": "/home/ann"}).home.as_posix()
        '/home/ann/.local/share/verbatim'
        """
        environ = {name: value.strip() for name, value in environ.items()}  # a secret of blanks is none
        wrong: list[str] = []
        url = environ.get("REDIS_URL") or None
        if url and not url.startswith(("redis://", "rediss://", "unix://", "redis+cluster://")):
            wrong.append("REDIS_URL must begin with redis://, rediss://, unix:// or redis+cluster://")
        port = environ.get("PORT", "8080")
        if not (port.isdecimal() and int(port) < 65536):
            wrong.append(f"PORT must be a number below 65536, not {port!r}")
        base_url = environ.get("VERBATIM_URL", "").rstrip("/")
        if base_url and not base_url.startswith(("https://", "http://")):
            wrong.append("VERBATIM_URL must begin with https:// or http://")
        pages = environ.get("VERBATIM_PAGES", "") or "open"
        if pages not in ("open", "members"):
            wrong.append(f"VERBATIM_PAGES must be open or members, not {pages!r}")
        log_form = environ.get("VERBATIM_LOG", "")
        if log_form not in ("", "json", "text"):
            wrong.append(f"VERBATIM_LOG must be json or text, not {log_form!r}")
        traces_url = environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
        if traces_url and not traces_url.startswith(("https://", "http://")):
            wrong.append("OTEL_EXPORTER_OTLP_ENDPOINT must begin with https:// or http://")
        slack = _read_slack(environ, wrong)
        teams = _read_teams(environ, wrong)
        if wrong:
            raise SettingsError("; ".join(wrong))
        home = Path(environ["VERBATIM_HOME"]) if environ.get("VERBATIM_HOME") else default_home(environ)
        own = Path(environ["VERBATIM_SOURCES"]) if environ.get("VERBATIM_SOURCES") else None
        aliases = Path(environ["VERBATIM_ALIASES"]) if environ.get("VERBATIM_ALIASES") else None
        return cls(
            url,
            home.absolute(),
            environ.get("HOST", "127.0.0.1"),
            int(port),
            slack=slack,
            sources=own,
            aliases=aliases,
            secrets=_read_keys(environ),
            teams=teams,
            teams_admins=_read_admins(environ),
            unauthenticated=_is_on(environ.get("DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS", "")),
            members_only=pages == "members",
            log_form=log_form,
            metrics_token=environ.get("VERBATIM_METRICS_TOKEN", ""),
            traces_url=traces_url,
            base_url=base_url,
        )


def _read_keys(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of the services that want one."""
    keys = {
        "guardian": environ.get("VERBATIM_GUARDIAN_KEY", ""),
        "govinfo": environ.get("VERBATIM_GOVINFO_KEY", ""),
        "factcheck": environ.get("VERBATIM_FACTCHECK_KEY", ""),
    }
    return {name: key.strip() for name, key in keys.items() if key.strip()}


def _read_slack(environ: Mapping[str, str], wrong: list[str]) -> Slack | None:
    token = environ.get("SLACK_BOT_TOKEN", "")
    secret = environ.get("SLACK_SIGNING_SECRET", "")
    app_token = environ.get("SLACK_APP_TOKEN", "")
    client_id = environ.get("SLACK_CLIENT_ID", "")
    client_secret = environ.get("SLACK_CLIENT_SECRET", "")
    token_key = environ.get("SLACK_TOKEN_KEY", "")
    if not (token or secret or app_token or client_id):
        return None
    if not (token or client_id):
        wrong.append("SLACK_BOT_TOKEN is missing (xoxb-…, from OAuth & Permissions)")
    if client_id and not (client_secret and token_key):
        wrong.append("SLACK_CLIENT_ID wants SLACK_CLIENT_SECRET and SLACK_TOKEN_KEY beside it")
    if not (secret or app_token):
        wrong.append("SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode) is missing")
    url = environ.get("SLACK_API_URL") or "https://slack.com/api/"
    url = url if url.endswith("/") else url + "/"
    return Slack(token, secret, app_token, url, client_id, client_secret, token_key)


def _read_teams(environ: Mapping[str, str], wrong: list[str]) -> Teams | None:
    bot = (
        environ.get("TEAMS_CLIENT_ID", ""),
        environ.get("TEAMS_CLIENT_SECRET", ""),
        environ.get("TEAMS_TENANT_ID", ""),
    )
    secrets = _read_secrets(environ.get("TEAMS_WEBHOOK_SECRET", ""), wrong)
    if not (any(bot) or secrets):
        return None
    wanted = ("TEAMS_CLIENT_ID", "TEAMS_CLIENT_SECRET", "TEAMS_TENANT_ID")
    if any(bot) and not all(bot):
        wrong += [f"{name} is missing" for name, value in zip(wanted, bot, strict=True) if not value]
    tenants = (environ.get("TEAMS_TENANTS") or bot[2]).lower().replace(",", " ").split()
    return Teams(*bot, frozenset(tenants), secrets)


def _read_admins(environ: Mapping[str, str]) -> frozenset[str]:
    """Return Entra's object IDs of those who may change the settings of all channels."""
    return frozenset(environ.get("TEAMS_ADMINS", "").lower().replace(",", " ").split())


def _read_secrets(text: str, wrong: list[str]) -> tuple[bytes, ...]:
    """Decode secrets in Base64, one for each team, with blanks or commas between."""
    secrets = []
    for part in text.replace(",", " ").split():
        try:
            secrets.append(base64.b64decode(part, validate=True))
        except ValueError:
            secrets.append(b"")
    if any(len(secret) < 16 for secret in secrets):
        wrong.append("TEAMS_WEBHOOK_SECRET must be as Teams showed it, in Base64")
    return tuple(secrets)


def _is_on(value: str) -> bool:
    """Return whether a switch is on; what is not plainly off counts as on, for this one is a danger."""
    return value.strip().lower() not in ("", "0", "false", "no", "off")
