"""Whatever a document has become, a reader gives what stands in it or says plainly that it cannot, in bounded time.

`make fuzz` runs the same for as long as one likes, led by the paths that the code takes.
"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutation import mutate
from tests.fuzz.targets import TARGETS, Target


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_document_that_is_whole_is_read(target: Target) -> None:
    assert all(target.check(seed) for seed in target.seeds)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_a_document_gone_wrong_is_read_or_refused(target: Target, seed: int) -> None:
    rng = random.Random(seed)
    target.check(mutate(rng.choice(target.seeds), rng, target.seeds))


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@given(content=st.binary(max_size=300))
@settings(max_examples=20, deadline=None)
def test_any_bytes_are_read_or_refused(target: Target, content: bytes) -> None:
    target.check(content)


@pytest.mark.parametrize(
    ("name", "content", "read"),
    [
        pytest.param(
            "feed",
            b"<rss><channel><item><link>https://a.example/1</link><description><p>He &#xd800;said.</p></description></item>"
            b"</channel></rss>",
            True,
            id="a reference to half of a character",
        ),
        pytest.param("gdelt", b'{"url": "https://a.example", "x": ' + b"[" * 50_000, False, id="brackets without end"),
        pytest.param("govinfo document", b"<pre>" * 12_000, False, id="beginnings without an end"),
        pytest.param("govinfo document", b"<pre>Mr. " + b"A" * 60_000 + b"</pre>", True, id="a name without end"),
        pytest.param("govinfo document", b"<pre>a" + b"\n" * 60_000 + b"</pre>", True, id="empty lines without end"),
        pytest.param(
            "hansard",
            b'{"Results": [{"MemberName": "Ann Lee", "SittingDate": "2026-09-01", "ContributionTextFull": "Yes, we will.", '
            b'"House": "Commons", "DebateSectionExtId": "\\ud800", "ContributionExtId": "1"}]}',
            True,
            id="half of a character in an address",
        ),
        pytest.param("csv", b"speaker,text," + b"x" * 50_000 + b"\nAnn,Yes,No\n", False, id="a field without end"),
        pytest.param("transcript", b"Ann Lee: Yes.\n(laughs), Ann: No.\n", True, id="a label without a name"),
    ],
)  # fmt: skip
def test_what_broke_a_reader_once_does_so_no_more(name: str, content: bytes, read: bool) -> None:
    (target,) = [one for one in TARGETS if one.name == name]
    assert target.check(content) is read
