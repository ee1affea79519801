"""Adding up posting lists, and which passages are worth fetching."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search.reranking import FEW, NEAR
from corpus.search.scoring import CERTAIN, Read, add_up, equals, has_enough, rarest, top, worthwhile

_numbers = st.lists(st.integers(0, 40), unique=True, max_size=20).map(sorted)
_lists = st.lists(st.tuples(_numbers, st.integers(1, 16)), max_size=8)


def _read(lists: list[tuple[list[int], int]], shift: int = 0) -> Read:
    weights = np.array([weight for _, weight in lists], dtype=np.float32)
    return Read([np.array(one, dtype=np.uint32) << shift for one, _ in lists], weights)


@given(_lists)
def test_each_number_has_the_weights_of_the_lists_that_it_is_in(lists: list[tuple[list[int], int]]) -> None:
    expected = Counter[int]()
    for numbers, weight in lists:
        expected.update(dict.fromkeys(numbers, weight))
    numbers, scores = add_up(_read(lists))
    assert dict(zip(numbers.tolist(), scores.tolist(), strict=True)) == expected
    assert numbers.tolist() == sorted(expected)


@given(_lists, st.integers(1, 20))
def test_of_the_best_that_are_near_the_first_none_is_left_out(
    lists: list[tuple[list[int], int]], limit: int
) -> None:
    read = _read(lists, 20)  # so that all share a place of the table
    numbers, scores = add_up(read)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("corpus.search.scoring._FEW_POSTINGS", 1)
        some, their_scores = add_up(read, limit)
    last = sorted(scores.tolist(), reverse=True)[:limit][-1:]
    near = scores >= max([NEAR * scores.max(initial=0.0), *last])
    found = dict(zip(some.tolist(), their_scores.tolist(), strict=True))
    assert set(numbers[near].tolist()) <= set(found)
    known = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
    assert all(known[number] == score for number, score in found.items())


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12), st.integers(1, 200))
def test_lists_are_read_within_the_budget_or_one_alone(lengths: list[int], budget: int) -> None:
    frequency = np.array(lengths)
    chosen = frequency[rarest(frequency, budget)].tolist()
    assert chosen == sorted(n for n in lengths if n)[: len(chosen)]
    assert sum(chosen) <= budget or len(chosen) == 1


def _scores(*shares: float) -> np.ndarray:
    return np.array(shares, dtype=np.float32)


@pytest.mark.parametrize(
    ("scores", "kept"),
    [
        pytest.param([9.0] * FEW, FEW, id="only a few"),
        pytest.param([10.0] + [2.6] * 5 + [2.4] * 60, 6, id="one stands out"),
        pytest.param([3.0] + [1.4] * 90, 91, id="none has enough"),
        pytest.param([3.0] * 20 + [0.7] * 70, 90, id="none has enough, and some are far behind"),
        pytest.param([5.0] + [2.4] * 90, CERTAIN, id="one has enough"),
        pytest.param([5.0] + [2.6] * 90, 91, id="one has enough, and so have the others"),
    ],
)
def test_what_is_fetched_depends_on_how_much_the_best_one_has(scores: list[float], kept: int) -> None:
    found = _scores(*scores)
    best = top(found, np.arange(len(scores), dtype=np.uint32), 100)
    assert worthwhile(found, best, _scores(*[1.0] * 10)).tolist() == best[:kept].tolist()


def test_the_best_of_nothing_has_nothing() -> None:
    assert not has_enough(_scores(), _scores(1.0))
    assert equals(_scores()) == 0
    assert not len(worthwhile(_scores(), np.empty(0, dtype=np.intp), _scores(1.0)))
