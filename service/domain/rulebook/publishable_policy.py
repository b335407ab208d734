"""What a policy must satisfy to be published; what is on the record is read without it."""

import re

from service.domain.clocks.policy import Policy
from service.domain.invalid import invalid

_A_LIMIT = re.compile(
    r"\d+ *(?:秒|分钟|个?小时|个?服务小时|工时|日|天|周|个?工作日|个?服务日|个?月|"
    r"(?:(?:service|working|business) )?(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?)\b)",
    re.IGNORECASE,
)


def publishable_policy(policy: Policy) -> Policy:
    """Return the policy. Raises where the title of a rule says a length of time in figures.

    The limit may be changed, or another be agreed; a figure in the words would go on to say the old one.
    """
    for rule in policy.rules:
        for title in (rule.title.zh, rule.title.en):
            if found := _A_LIMIT.search(title):
                raise invalid("limit_in_title", field="rules", rule=rule.rule, words=found.group())
    return policy
