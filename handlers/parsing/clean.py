"""A paste made fit to be read: line ends evened out, unseen characters gone. No letter is changed."""

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

_BROKEN = re.compile(r"\xad[ \t]*+\n[ \t]*+(?=\w)")  # a soft hyphen at the end of a line breaks a word

_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters, but for tab and newline
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"  # soft hyphen, fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero widths, orders of direction
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates and what is no character at all
    "\U000e0000-\U000e0fff"  # tags and selectors: words can be hidden in them
    "]+"
)

# Hebrew to Myanmar, Philippine to Indic scripts, and their supplements: there a joiner belongs to the word.
_JOINING = "\u0590-\u10ff\u1700-\u1cff\ua800-\uabff"
_LOOSE_JOINERS = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]+|[\u200c\u200d]+(?![{_JOINING}\u200c\u200d])")


def clean(text: str) -> str:
    r"""Take out what cannot be seen, and end every line with a newline.

    >>> clean("We\u202e shall\x00 fight\r\non")
    'We shall fight\non'
    >>> clean("می\u200cخواهم") == "می\u200cخواهم", clean("a\u200cb")
    (True, 'ab')
    """
    return _LOOSE_JOINERS.sub("", _UNSEEN.sub("", _BROKEN.sub("", _LINE_ENDS.sub("\n", text))))
