"""The actions under an answer: decided once, whatever chat draws them."""

import itertools
from dataclasses import replace

import pytest

from corpus.verdict import Rating
from handlers.replies.actions import NOTHING, Action, Offer, choose_actions
from handlers.replies.reply import Reply, Tone

ANSWER = Reply(Rating.ALTERED, Tone.CAUTION, "≈", "Not these words", "", "", id="q3Zk")
ALL = Offer(
    context=True,
    watch=True,
    again=True,
    other_source=True,
    brief=True,
    reviewers=True,
    feedback=True,
    page="https://v.example",
)


def test_every_action_that_is_offered_stands_under_a_remembered_answer() -> None:
    assert choose_actions(ANSWER, ALL) == tuple(action for action in Action if action is not Action.SHARE)


def test_what_nobody_offers_stands_under_no_answer() -> None:
    assert choose_actions(ANSWER, NOTHING) == ()


@pytest.mark.parametrize("reply", [replace(ANSWER, id=""), replace(ANSWER, rating=None)])
def test_nothing_stands_under_what_is_not_remembered_or_no_finding(reply: Reply) -> None:
    assert choose_actions(reply, replace(ALL, private=True)) == ()


def test_under_a_line_that_leads_to_an_earlier_answer_it_can_be_checked_again_alone() -> None:
    assert choose_actions(replace(ANSWER, again="q3Zk"), ALL) == (Action.AGAIN,)


def test_a_private_answer_can_be_shared_and_what_posts_for_others_waits_for_that() -> None:
    private = choose_actions(ANSWER, replace(ALL, private=True))
    assert private[0] is Action.SHARE
    assert not {Action.WATCH, Action.PERSON, Action.BRIEF} & set(private)
    assert Action.BRIEF in choose_actions(ANSWER, replace(ALL, private=True, private_brief=True))


def test_what_is_documented_word_for_word_is_not_watched_and_what_is_too_short_has_no_brief() -> None:
    for rating, missing in itertools.product((Rating.VERBATIM, Rating.TOO_SHORT), (Action.WATCH,)):
        assert missing not in choose_actions(replace(ANSWER, rating=rating), ALL)
    assert Action.BRIEF not in choose_actions(replace(ANSWER, rating=Rating.TOO_SHORT), ALL)
    assert Action.BRIEF in choose_actions(replace(ANSWER, rating=Rating.VERBATIM), ALL)
