"""A document: fetched, not yet read. It decodes itself, and says so where it cannot; it judges no content."""

import codecs
import hashlib
import re
from dataclasses import dataclass

from corpus.errors import ReadError

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}encoding=["']([\w.:-]{2,40})|<meta[^>]{0,200}charset=["']?([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_HEAD = 2_048
"""A declaration of the encoding stands in so many first bytes (HTML: 1,024)."""

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DAMAGE = 0.001
"""A text in which more of the characters cannot be read is not what it says it is."""

# https://encoding.spec.whatwg.org/#names-and-labels, under Python's names.
_ENCODINGS = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be ascii iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7"
    " iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic"
    " cp866 cp874 cp932 cp949 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gbk gb2312 gb18030 big5"
    " big5hkscs euc_jp iso2022_jp shift_jis euc_kr".split()
)

# As the Encoding Standard has it: who says Latin-1 means Windows-1252.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes from an address, and what came with them: `fetched` is ISO in UTC, `url` where they came from in the end.

    `etag` and `modified` go into the next request, so that nothing is sent that has not changed.
    """

    url: str
    content: bytes
    media_type: str = ""
    charset: str | None = None
    fetched: str | None = None
    etag: str | None = None
    modified: str | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def text(self) -> str:
        r"""The bytes as text, in the encoding that they really have; raise ReadError where none fits.

        >>> Document("https://a.example", b"<meta charset=koi8-r>\xc4\xc1").text[-2:]
        'да'
        >>> Document("https://a.example", "да".encode(), charset="ascii").text
        'да'
        """
        for mark, name in _MARKS.items():
            if self.content.startswith(mark):
                return self._decoded(name, "replace")
        names = ["utf-8", *self._declared()]
        for name in names:
            try:
                return self._decoded(name, "strict")
            except UnicodeError:
                continue
        text = self._decoded(names[-1], "replace")
        if text.count("\N{REPLACEMENT CHARACTER}") > _DAMAGE * len(text):
            raise ReadError(self.url, f"is not text in {' or '.join(names)}")
        return text

    def _declared(self) -> list[str]:
        found = _DECLARED.search(self.content[:_HEAD])
        inside = (found[1] or found[2]).decode("ascii") if found else None
        return [name for name in (self.charset, inside) if name and _is_known(name)]

    def _decoded(self, name: str, errors: str) -> str:
        return self.content.decode(_MEANT.get(name.lower(), name), errors)


def _is_known(name: str) -> bool:
    """Return whether it is an encoding that pages use: not, say, base64, which Python also calls a codec."""
    try:
        return codecs.lookup(name).name in _ENCODINGS
    except (LookupError, ValueError):
        return False
