"""A loader or a server that is killed loses nothing that was acknowledged; `python -m tests.bench crash` does more of it."""

from pathlib import Path

from tests.bench.crash import rounds


async def test_kill_9_of_loader_server_and_both_loses_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    rows, model = await rounds(tmp_path, 3, size=400)
    assert model.faults == []
    assert len(rows) == 3
