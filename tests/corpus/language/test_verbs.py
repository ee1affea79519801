import pytest

from corpus.attribution.speech_verbs import CUES
from corpus.language.knowledge import english
from corpus.language.verbs import inflect


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("beg", "begging"),
        ("pen", "penned"),
        ("plan", "planned"),
        ("label", "labelled"),
        ("label", "labeled"),
        ("tag", "tagged"),
        ("admit", "admitted"),
        ("rebut", "rebutting"),
        ("quip", "quipped"),
        ("agree", "agreeing"),
        ("reply", "replies"),
        ("write", "wrote"),
    ],
)
def test_a_form_of_a_verb_of_speaking_is_known(verb: str, form: str) -> None:
    assert CUES[form][0] == verb


@pytest.mark.parametrize("form", ["admited", "planed", "taged", "sayed", "writed", "puted", "denyed"])
def test_what_is_no_form_of_any_verb_is_not_known(form: str) -> None:
    assert form not in CUES


@pytest.mark.parametrize(
    "verb", ["offer", "answer", "whisper", "credit", "repeat", "show", "fix", "stay", "reveal", "exclaim"]
)
def test_a_consonant_that_is_not_doubled_stays_single(verb: str) -> None:
    assert inflect(verb).past[0] in (f"{verb}ed", *english().speech_verbs.irregular.get(verb, ()))


def test_an_irregular_verb_has_no_regular_past() -> None:
    for verb, forms in english().speech_verbs.irregular.items():
        assert inflect(verb).past == forms[:1]
        assert inflect(verb).participle == forms[-1:]
