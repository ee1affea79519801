"""CONTRIBUTING names modules, files and commands that exist."""

import re
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_module_of_the_walk_exists() -> None:
    modules = set(re.findall(r"`((?:bot|handlers|corpus)(?:\.[a-z_]+)+)`", GUIDE))
    assert len(modules) > 12
    assert {name for name in modules if find_spec(name) is None} == set()


def test_every_file_that_is_named_exists() -> None:
    paths = set(re.findall(r"`((?:bot|handlers|corpus|tests)/[\w/.]*)`", GUIDE)) - {
        "corpus/language/languages/CODE.toml"
    }
    assert paths
    assert {path for path in paths if not (ROOT / path).exists()} == set()


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([a-z0-9-]+)", GUIDE))
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()
