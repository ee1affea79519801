"""The cards of answers and of the settings, as JSON on standard output, for `looks.cjs` to draw.

python -m tests.e2e.teams.looks
"""

import json
import sys
from dataclasses import replace

from corpus.models import Holdings
from corpus.verdict import Rating
from handlers.briefs.render import shorten
from handlers.ports.address import Address
from handlers.ports.answers import Remembered
from handlers.ports.preferences import Preferences
from handlers.replies.actions import Offer
from handlers.replies.recall import compose_recall
from handlers.replies.reply import compose
from handlers.teams import cards, dialogs
from handlers.teams.activities import Member
from tests.handlers.briefs.test_events import SUMMIT, brief
from tests.support.verdicts import verdict

BUTTONS = Offer(feedback=True, watch=True, page="https://verbatim.example", again=True, reviewers=True)


def _answer(rating: Rating) -> cards.Block:
    return cards.card(replace(compose(verdict(rating)), id="abc"), BUTTONS)


drawn = {rating.value.lower(): _answer(rating) for rating in Rating}
drawn["several"] = cards.together(
    tuple(compose(verdict(one)) for one in (Rating.ALTERED, Rating.NOT_DOCUMENTED, Rating.VERBATIM))
)
asked = Remembered(
    "abc", verdict(Rating.ALTERED), "2026-11-26T12:00:00Z", Address("teams", "t", "19:c", "1"), "2"
)
drawn["recall"] = cards.card(compose_recall(asked), BUTTONS)
drawn["brief"] = cards.card(shorten(brief(SUMMIT)), BUTTONS)
people = (Member("29:1", "u1", "Ann Archer"), Member("29:2", "u2", "Bob Baker"))
held = Holdings({"Kremlin": 1200, "Reuters": 800}, {"en": 1900, "ru": 100})
drawn["settings"] = dialogs.settings_card(Preferences(reviewers=("u1",)), held, people, whole=True)
json.dump(drawn, sys.stdout)
