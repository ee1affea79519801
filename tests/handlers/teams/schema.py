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


def breaches(card: dict[str, Any]) -> list[str]:
    """Where a card is not as the schema says; `msteams` is Teams' own addition to the format, which the schema does not know."""
    plain = {name: value for name, value in card.items() if name != "msteams"}
    return [_say(error) for error in _validator().iter_errors(plain)]


def _say(error: ValidationError) -> str:
    deepest = best_match([error]) or error
    return f"{'/'.join(map(str, deepest.absolute_path))}: {deepest.message[:200]}"
