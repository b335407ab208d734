"""Reports of the same matter are found alike, in Chinese and in English; others are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.case.readings.likeness import ALIKE_FROM, Report, alike, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三号产线扫码设备停机", "三号产线的扫码设备又停机了"),
        ("订单接口返回超时", "订单接口超时"),
        ("连续两次未按承诺时间送达", "货物又没有按承诺时间送达"),
        ("MES系统报错E7", "mes 系统 报错 E7"),
        ("The press on line 3 stands still", "Press on line 3 standing still again"),
        ("Scanner on line 3 is down", "scanner at LINE 3 down since nine"),
        ("Gateway drops out since the update", "The gateway dropped out after our update"),
    ],
)
def test_the_same_matter_in_other_words_is_alike(one: str, other: str) -> None:
    assert alike(one, other) >= ALIKE_FROM
    assert alike(one, other) == alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三号产线扫码设备停机", "升级后网关频繁掉线"),
        ("三号产线扫码设备停机", "续约条款确认"),
        ("The press on line 3 stands still", "Invoice differs from the contract"),
        ("Gateway drops out since the update", "The order interface times out"),
        ("Please tell us the price of it", "Please send it to our warehouse"),
        ("扫码设备停机", "Scanner is down"),
        ("", "Scanner is down"),
        ("???", "!!!"),
    ],
)
def test_another_matter_is_not(one: str, other: str) -> None:
    assert alike(one, other) < ALIKE_FROM / 2


def test_the_same_number_counts_beside_the_words_and_never_more_than_certainty() -> None:
    one = Report(subject="Scanner down", words="Scanner down", order_reference="PO-1", asset_reference="S3")
    same = likeness(one, one)
    assert (same.score, same.words_alike, same.same_order, same.same_asset) == (1.0, 1.0, True, True)
    other = Report(subject="停机", words="停机", order_reference="po-1", asset_reference="S4")
    by_order = likeness(one, other)
    assert (by_order.score, by_order.same_order, by_order.same_asset) == (0.5, True, False)
    assert not likeness(Report(subject="a", words="b"), Report(subject="c", words="d")).same_reference


def test_what_follows_the_first_2000_characters_of_a_text_is_not_compared() -> None:
    longest = "扫码" * 1000
    assert alike(longest, f"{longest}停机") == 1.0
    assert alike(longest[:-1], f"{longest[:-1]}停机") < 1.0


def test_subject_and_whole_text_are_both_looked_at() -> None:
    short = Report(subject="网关掉线", words="网关掉线")
    long = Report(subject="网关掉线", words="网关掉线 昨天升级固件以后每小时都会发生一次需要人工重启")
    assert likeness(short, long).words_alike == 1.0


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= alike(one, other) <= 1
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) in {0.0, 1.0}
