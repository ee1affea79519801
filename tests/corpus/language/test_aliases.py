"""Names that stand for one person: the list that ships, and the one that whoever installs the program adds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from corpus.errors import SettingsError
from corpus.language.aliases import known_people, other_names, read_people, use_own
from corpus.language.identity import Match, compare_names
from corpus.language.speakers import parse_name


@pytest.fixture(autouse=True)
def only_what_ships() -> Iterator[None]:
    yield
    use_own(None)


def test_the_people_who_ship_have_names() -> None:
    people = known_people()
    assert len(people.names) > 150
    assert all(parse_name(name).surname for names in people.names.values() for name in names)
    assert not any(name in people.youngers & people.elders and not other_names(name) for name in people.names)


def test_names_of_a_file_are_added_to_those_that_ship(tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_text("# ours\nAnn Kestrel = Annabel Quill = @annk\nSamuel Clemens = Sieur Louis\n", "utf-8")
    use_own(Settings.read({"HOME": "/", "VERBATIM_ALIASES": str(path)}).aliases)
    assert compare_names("Annabel Quill", "Ann Kestrel").match is Match.SAME
    assert compare_names("@annk", "Ann Kestrel").match is Match.SAME
    assert "Mark Twain" in other_names("Sieur Louis")
    use_own(None)
    assert other_names("Annabel Quill") == ()


@pytest.mark.parametrize("line", ["Ann Kestrel", "Ann = ", "A = B != C", "A > B > C", "A=B"])
def test_a_line_of_another_form_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(SettingsError, match="Line 2"):
        read_people(["# names", line])


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="VERBATIM_ALIASES"):
        use_own(tmp_path / "missing.txt")
