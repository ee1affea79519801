"""The lock files: what production installs, what development adds, and versions with known faults in neither."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
DEVELOPMENT = {Requirement(line).name.lower() for line in PROJECT["dependency-groups"]["dev"]}


def locked(name: str) -> dict[str, str]:
    """The versions of a lock file, by the name of their package."""
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))


PRODUCTION, ALL = locked("requirements.lock"), locked("requirements-dev.lock")


@pytest.mark.parametrize("line", PROJECT["project"]["dependencies"], ids=lambda line: Requirement(line).name)
def test_what_is_locked_is_within_the_bounds(line: str) -> None:
    wanted = Requirement(line)
    name = wanted.name.lower()
    assert wanted.specifier.contains(PRODUCTION[name]), PRODUCTION[name]


@pytest.mark.parametrize(
    ("name", "faulty"),
    [
        pytest.param("starlette", "1.0.0", id="starlette CVE-2026-48710"),
        pytest.param("pypdf", "6.16.0", id="pypdf CVE-2026-84310"),
        pytest.param("aiohttp", "3.14.2", id="aiohttp CVE-2026-69244"),
        pytest.param("python-multipart", "0.0.30", id="python-multipart GHSA-v9pg-7xvm-68hf"),
        pytest.param("cryptography", "46.0.5", id="cryptography CVE-2026-34073"),
        pytest.param("jinja2", "3.1.5", id="jinja2 CVE-2025-27516"),
        pytest.param("h2", "4.2.0", id="h2 CVE-2025-57804"),
        pytest.param("h11", "0.14.0", id="h11 CVE-2025-43859"),
    ],
)
def test_a_version_with_a_known_fault_is_out_of_bounds(name: str, faulty: str) -> None:
    bounds = {(one := Requirement(line)).name: one.specifier for line in PROJECT["project"]["dependencies"]}
    assert not bounds[name].contains(faulty)


def test_development_holds_the_versions_of_production() -> None:
    assert {name: ALL.get(name) for name in PRODUCTION} == PRODUCTION


def test_production_installs_nothing_that_only_development_needs() -> None:
    assert DEVELOPMENT - ALL.keys() == set()
    needed_by_both = {"pyyaml"}
    assert (DEVELOPMENT - needed_by_both) & PRODUCTION.keys() == set()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert len(re.findall(r"^\S+==", text, re.MULTILINE)) == len(re.findall(r"== ?\S+.*\\\n    --hash", text))
    assert "://" not in text


def test_the_demo_installs_what_production_needs_and_tests_what_development_needs() -> None:
    needs = dict(re.findall(r"^([\w-]+): (.*)$", MAKEFILE, re.MULTILINE))
    assert (needs["demo"], needs["install"]) == ("install", ".venv/installed")
    assert needs["test"] == needs["lint"] == "install-dev"
    recipe = re.search(r"^\.venv/installed: requirements\.lock.*\n\t(.*)$", MAKEFILE, re.MULTILINE)
    assert recipe
    assert "-r requirements.lock" in recipe[1]
