"""A document is decoded in the encoding it really has, or not at all."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.sources.document import Document


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        pytest.param("é".encode(), None, "é", id="nothing said"),
        pytest.param("é".encode(), "iso-8859-1", "é", id="said wrongly"),
        pytest.param("“é”".encode("cp1252"), "iso-8859-1", "“é”", id="Windows under another name"),
        pytest.param(
            b"<?xml version='1.0' encoding='koi8-r'?>\xc4",
            None,
            "<?xml version='1.0' encoding='koi8-r'?>д",
            id="XML",
        ),
        pytest.param("é".encode("utf-16"), "utf-8", "é", id="byte order mark"),
        pytest.param(b"\xef\xbb\xbfa", "latin-1", "a", id="UTF-8 mark"),
        pytest.param(
            b"a" * 5000 + b"\xff", "base64", "a" * 5000 + "\N{REPLACEMENT CHARACTER}", id="one bad byte"
        ),
    ],
)
def test_a_document_is_decoded(content: bytes, charset: str | None, text: str) -> None:
    assert Document("https://a.example", content, charset=charset).text == text


def test_what_is_no_text_is_an_error() -> None:
    with pytest.raises(ReadError, match=r"https://a\.example: is not text"):
        _ = Document("https://a.example", bytes(range(256))).text


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "utf-8", "utf-7", "idna", "zlib", "nonsense", "a\0", "utf-32"]),
)
def test_any_bytes_are_text_or_an_error(content: bytes, charset: str | None) -> None:
    with contextlib.suppress(ReadError):
        assert isinstance(Document("https://a.example", content, charset=charset).text, str)
