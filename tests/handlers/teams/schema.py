"""The JSON schema of Adaptive Cards 1.5, as Microsoft publishes it; it is read out of an installed package, never kept here."""

import functools
import json
from importlib.resources import files
from typing import Any

from jsonschema import Draft6Validator, ValidationError
from jsonschema.exceptions import best_match


@functools.cache
def _validator() -> Draft6Validator:
    text = (files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["id"] == "http://adaptivecards.io/schemas/adaptive-card.json"
    return Draft6Validator(schema)


TEAMS_OWN = frozenset({"msteams", "choices.data"})
"""What Teams adds to the format, which the schema does not know: width and mentions; lists that are filled while one types."""


def breaches(card: dict[str, Any]) -> list[str]:
    """Where a card is not as the schema says."""
    return [_say(error) for error in _validator().iter_errors(_without_teams_own(card))]


def _without_teams_own(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_teams_own(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {name: value for name, value in node.items() if name not in TEAMS_OWN}
    if (
        node.get("type") == "Input.ChoiceSet" and node.get("style") == "filtered"
    ):  # documented for 1.5, and forgotten there
        del kept["style"]
    return {name: _without_teams_own(value) for name, value in kept.items()}


def _say(error: ValidationError) -> str:
    deepest = best_match([error]) or error
    return f"{'/'.join(map(str, deepest.absolute_path))}: {deepest.message[:200]}"
