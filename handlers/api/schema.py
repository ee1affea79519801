"""Types of the HTTP API's requests and responses, and the OpenAPI document (3.1) that is made from them."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from corpus.export import Answer, Published, Searched
from handlers.parsing.request import LONGEST_QUOTE

LONGEST_NAME = 200
LONGEST_MESSAGE = 40_000
LIMIT = 64 * 1024  # bytes of a request's body

# A date, or a month, or a year. `\Z` would be Python's alone.
_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

Date = Annotated[str, Meta(pattern=_DATE, max_length=10, description="YYYY, YYYY-MM or YYYY-MM-DD")]
Name = Annotated[str, Meta(max_length=LONGEST_NAME, description="who is said to have said it")]
Words = Annotated[
    str,
    Meta(
        min_length=1, max_length=LONGEST_QUOTE, pattern="[A-Za-z0-9]|[^\\x00-\\x7F]", description="the quote"
    ),
]


class Question(Struct, forbid_unknown_fields=True):
    """A quote to look up."""

    quote: Words
    speaker: Name | None = None
    since: Date | None = None
    until: Date | None = None


class Message(Struct, forbid_unknown_fields=True):
    """Text as it was typed into a chat, read as a chat reads it; the other fields go before what it says."""

    message: Annotated[str, Meta(min_length=1, max_length=LONGEST_MESSAGE, description="as typed or pasted")]
    speaker: Name | None = None
    since: Date | None = None
    until: Date | None = None


class Answers(Struct):
    """The verdict on each quote of a message, in order; `left_out` counts those beyond the limits."""

    answers: list[Answer]
    left_out: int


class Problem(Struct):
    """The reason why there is no answer. `error` is for programs, `message` for people; neither is a finding about a quote."""

    error: str
    message: str


_PROBLEMS = {
    401: "no key, or one that is not known",
    404: "the record holds no statement of this id",
    413: f"the body is longer than {LIMIT:,} bytes",
    422: "the body is not what this address takes",
    429: "this key has used up its requests of this minute; Retry-After says when to come back (seconds)",
    503: "the record could not be searched: nothing was checked",
}


def document(base_url: str = "") -> dict[str, Any]:
    """Return the OpenAPI document of the API."""
    answers = (Question, Message, Answer, Answers, Published, Searched, Problem)
    _, components = msgspec.json.schema_components(answers, ref_template="#/components/schemas/{name}")
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    verify = _operation("Look up one quote, or every quote of a message", "verify", Answer, 413, 422)
    verify["requestBody"] = {"required": True, "content": _json(Question, Message)}
    verify["responses"]["200"]["content"] = _json(Answer, Answers)
    statement = _operation("One statement, whole", "statement", Published, 404)
    statement["parameters"] = [identifier]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Verbatim",
            "version": "1",
            "description": "Looks quotes up in a record of public statements. A rating says what the record holds, never whether "
            "words are true. NOT_DOCUMENTED is a finding; 503 means that nothing was looked up.",
        },
        **({"servers": [{"url": base_url}]} if base_url else {}),
        "security": [{"key": []}],
        "paths": {
            "/api/verify": {"post": verify},
            "/api/statements/{id}": {"get": statement},
            "/api/coverage": {"get": _operation("What the record holds", "coverage", Searched)},
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": components,
        },
    }


def _operation(summary: str, name: str, given: type[Struct], *problems: int) -> dict[str, Any]:
    responses = {"200": {"description": given.__doc__, "content": _json(given)}}
    for status in sorted({401, 429, 503, *problems}):
        responses[str(status)] = {"description": _PROBLEMS[status], "content": _json(Problem)}
    return {"summary": summary, "operationId": name, "responses": responses}


def _json(*types: type[Struct]) -> dict[str, Any]:
    schemas = [{"$ref": f"#/components/schemas/{one.__name__}"} for one in types]
    return {"application/json": {"schema": schemas[0] if len(schemas) == 1 else {"anyOf": schemas}}}
