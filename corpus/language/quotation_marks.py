"""Pairs of quotation marks: those of each language, and those that keyboards and editors make.

Which mark of a text opens and which closes depends on the words around it, and is told where the text is read.
"""

from corpus.language.knowledge import listed_in_every_language

# Straight marks, and a curly one met by a straight one as in chats; one mark for both ends, as in Swedish; slips.
_TYPED = (
    '""',
    "''",
    '“"',
    '„"',
    '"”',
    "‘'",
    "‚'",
    "'’",
    "““",
    "””",
    "»»",
    "„„",
    "„‟",
    "‟”",
    "‛’",
    "``",
    "＂＂",
    "❝❞",
)


def _closers() -> dict[str, str]:
    closers: dict[str, str] = {}
    pairs = (*listed_in_every_language(lambda language: language.quotation_marks.pairs), *_TYPED)
    for opener, closer in ((pair[0], pair[1]) for pair in pairs):
        known = closers.get(opener, "")
        closers[opener] = known if closer in known else known + closer
    return closers


CLOSERS = _closers()
"""From each mark that can open to the marks that may close it."""

SINGLE = frozenset("‘’‚‛'`")
"""Marks that may be an apostrophe or stand inside others."""

ALWAYS_OPEN = frozenset("“„‟❝〝«‹「『﹁﹃")
"""Marks that open wherever they stand outside of a quotation; “ and « also close what another mark opened."""

ALWAYS_CLOSE = frozenset("❞〞〟」』﹂﹄")
MARKS = frozenset(CLOSERS).union(*CLOSERS.values())
