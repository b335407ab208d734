"""Which of our two languages a browser asks for; English when in doubt, and no header breaks anything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.language import LANGUAGES, preferred_language

PIECES = st.sampled_from(["zh", "en", "-", ";", "q", "=", ",", "nan", "1e999", " "])


@pytest.mark.parametrize(
    ("header", "language"),
    [
        pytest.param(None, "en", id="no header"),
        ("", "en"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("ZH-Hant-TW", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.2,zh;q=0.7", "zh"),
        ("en;q=0.5, zh;q=0.5", "en"),
        ("fr, de;q=0.9", "en"),
        ("fr, zh;q=0.1", "zh"),
        (" zh ; q=0.9 , en ; q=0.1 ", "zh"),
        ("*", "en"),
        ("zhx", "en"),
    ],
)
def test_the_language_with_the_greater_weight_is_taken(header: str | None, language: str) -> None:
    assert preferred_language(header) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (",,,;;;===", "en"),
        ("zh;q=often,en;q=0.1", "en"),
        ("zh;;q=1,en;q=0.1", "zh"),
        ("zh" + ",zh" * 10_000, "zh"),
        ("\x00\ud800;q=\x00", "en"),
        pytest.param("zh;q=0", "en", id="zero is a no"),
        pytest.param("zh;q=-1", "en", id="negative"),
        pytest.param("zh;q=inf,en", "en", id="infinite"),
        pytest.param("zh;q=nan,en", "en", id="no number"),
        pytest.param("en;q=" + "9" * 10_000 + ",zh", "zh", id="far too large"),
    ],
)
def test_a_hostile_header_is_answered_all_the_same(header: str, language: str) -> None:
    assert preferred_language(header) == language


@settings(deadline=None)
@given(st.text() | st.text(alphabet="zhen-;q=,.019* ") | st.lists(PIECES).map("".join))
def test_any_text_at_all_leads_to_one_of_our_languages(header: str) -> None:
    assert preferred_language(header) in LANGUAGES
