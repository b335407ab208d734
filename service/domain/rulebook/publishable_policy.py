"""What a policy must satisfy to be published; what is on the record is read without it."""

import re

from service.domain.clocks.policy import Policy
from service.domain.invalid import invalid

_IN_CHINESE = (
    r"(?:\d+|[零〇一二两三四五六七八九十百千半]+) *"
    r"(?:秒|分钟|刻钟|个?小时|个?服务小时|工时|天|周|个?工作日|个?服务日|个?月)|\d+ *日"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_IN_ENGLISH = (
    rf"(?:\d+|\b(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_TEENS}|{_ONES}|half an?|a quarter of an|hundred)) *-?"
    r"(?:(?:service|working|business) )?(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?)\b"
)
_A_LIMIT = re.compile(f"{_IN_CHINESE}|{_IN_ENGLISH}", re.IGNORECASE)


def publishable_policy(policy: Policy) -> Policy:
    """Return the policy. Raises where the title of a rule says a length of time, in figures or written out.

    The limit may be changed, or another be agreed; the title would go on to say the old one.
    """
    for rule in policy.rules:
        for title in (rule.title.zh, rule.title.en):
            if found := _A_LIMIT.search(title):
                raise invalid("limit_in_title", field="rules", rule=rule.rule, words=found.group())
    return policy
