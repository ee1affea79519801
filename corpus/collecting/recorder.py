"""Recorder of documents: new statements, further appearances of known ones, corrections.

statements of a document → known appearances → merged → index
→ those it held before and holds no more → withdrawn
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from corpus.collecting.appearance_store import Appearances
from corpus.index.writer import Writer
from corpus.language.tokens import WORD, fold
from corpus.models import Appearance, Statement
from corpus.sources.appearances import LocatedStatement, merged, shared_id, with_new
from corpus.storage import keys

_BATCH = 1_000


class Recorder:
    """Recorder of what documents say; raises IndexUnavailableError when it does not answer."""

    def __init__(self, writer: Writer, appearances: Appearances) -> None:
        self._writer = writer
        self._appearances = appearances

    async def keep(
        self, located: Sequence[LocatedStatement], fetched: str | None, sha256: str | None
    ) -> list[str]:
        """Add statements, those known as further appearances; returns their ids. Safe to do again."""
        ids: list[str] = []
        for low in range(0, len(located), _BATCH):
            ids += await self._keep(located[low : low + _BATCH], fetched, sha256)
        return ids

    async def _keep(
        self, located: Sequence[LocatedStatement], fetched: str | None, sha256: str | None
    ) -> list[str]:
        ids = [one.statement.id for one in located]
        known = dict(zip(ids, await self._appearances.of(ids), strict=True))
        appearances_of: dict[str, tuple[Appearance, ...]] = {}
        statements: dict[str, Statement] = {}
        for one in located:
            id_, new = one.statement.id, one.appearance(fetched, sha256)
            together = with_new(appearances_of.get(id_, known[id_]), new)
            if together is None:  # one surname, two people: each has their own statement
                id_ = shared_id(new.speaker, "", f"{new.url}\n{one.statement.text}")
                together = (new,)
            appearances_of[id_] = together
            statements[id_] = merged(replace(statements.get(id_, one.statement), id=id_), together)
        await self._appearances.note(appearances_of)
        # What their documents withdrew may stand again; what a person marked stays marked.
        restored = {id_: {str(one.withdrawn) for one in before} for id_, before in known.items()}
        await self._write(list(statements.values()), restored)
        return list(statements)

    async def _write(
        self, statements: Sequence[Statement], restored: Mapping[str, Container[str]] | None = None
    ) -> None:
        added = await self._writer.add(statements, restored)
        if added.replaced:  # what was replaced must not stand in the way of what is found
            await self._writer.tidy()

    async def correct(self, url: str, ids: Sequence[str], text: str, on: str) -> int:
        """Withdraw what a document held when last read and has no more; how many. `ids` are those it holds now.

        What the new reading merely did not find is not withdrawn, as long as the words still stand there: but for
        those that it now gives to somebody else. Nothing is, where the document has no statement at all any more.
        """
        held = await self._appearances.held(url)
        missing = sorted(held - set(ids)) if ids else []
        statements = await self._writer.whole([keys.identity(id_) for id_ in missing])
        now = {_plain(one.text) for one in await self._writer.whole([keys.identity(id_) for id_ in ids])}
        here = _plain(text)
        lost = [one for one in statements if _plain(one.text) in now or _plain(one.text) not in here]
        await self._withdraw(url, lost, on)
        kept = {one.id for one in statements} - {one.id for one in lost}
        await self._appearances.note_held(url, [*ids, *kept] if ids else held)
        return len(lost)

    async def _withdraw(self, url: str, lost: Sequence[Statement], on: str) -> None:
        known = await self._appearances.of([one.id for one in lost])
        appearances_of = {
            statement.id: tuple(replace(a, withdrawn=on) if a.url == url else a for a in appearances)
            for statement, appearances in zip(lost, known, strict=True)
        }
        appearances_of = {id_: appearances for id_, appearances in appearances_of.items() if appearances}
        await self._appearances.note(appearances_of)
        await self._write([merged(one, appearances_of[one.id]) for one in lost if one.id in appearances_of])


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in WORD.findall(text))
