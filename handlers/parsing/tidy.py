"""A paste with nothing but words and their marks: characters, markup and lines cleaned, until nothing is left to do."""

from handlers.parsing.clean import clean
from handlers.parsing.layout import without_furniture
from handlers.parsing.markup import without_markup

_ROUNDS = 6
"""What is taken out may bring together what is to be taken out, too; nobody nests it deeper."""


def tidy(text: str) -> str:
    r"""Take out whatever is no word of a paste: what is left stands in the paste, in that order.

    >>> tidy("<i>We</i> will\n\n1:59\n\nnot [sic] leave.¹")
    'We will\nnot leave.'
    """
    for _ in range(_ROUNDS):
        before, text = text, without_furniture(clean(without_markup(text)))
        if text == before:
            break
    return text.strip("\n")
