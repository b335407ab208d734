"""What accounts are given because of their tier; some lack it. Two of them talk with a competitor."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import uuid5

from service.demonstration.cast import DEMONSTRATION, Account
from service.demonstration.hours import in_office_hours
from service.demonstration.words import words
from service.domain.account.decisions.health.competitors import NoteCompetitorContact
from service.domain.account.decisions.health.treatments import GiveTreatment
from service.domain.command import Command
from service.domain.vocabulary import Channel, Segment

A_DAY = timedelta(days=1)
GIVEN: dict[Segment, tuple[tuple[str, float, Channel], ...]] = {
    Segment.HIGH_VALUE: (("custom_solution", 20, Channel.ON_SITE),),
    Segment.POTENTIAL: (
        ("industry_case", 15, Channel.WECOM),
        ("free_diagnosis", 45, Channel.ON_SITE),
        ("upgrade_offer", 80, Channel.PHONE),
        ("industry_case", 105, Channel.WECOM),
    ),
    Segment.ORDINARY: (),
}
"""What, after how many days, and how."""
COMPETITOR = "恒测仪表 (Hengce Gauges)"


def treatments(account: Account, begins_at: datetime) -> Iterator[Command]:
    """Yield what an account is given; one in four is forgotten from some day on."""
    dice = Random(f"{account.code}/treatments")  # noqa: S311  a believable story, not a secret
    forgotten_after = 30 if account.number % 4 == 2 else 200  # noqa: PLR2004
    for place, (item, days, channel) in enumerate(GIVEN[account.segment]):
        if days < forgotten_after:
            yield GiveTreatment(
                occurred_at=in_office_hours(begins_at + (days + dice.uniform(0, 6)) * A_DAY),
                treatment_id=uuid5(DEMONSTRATION, f"{account.code}/treatment/{place}"),
                item=item,
                channel=channel,
                words=words(dice, item, account.language),
            )
    if account.number % 20 == 3:  # noqa: PLR2004  two of the forty
        yield NoteCompetitorContact(
            occurred_at=in_office_hours(begins_at + 160 * A_DAY),
            contact_note_id=uuid5(DEMONSTRATION, f"{account.code}/competitor"),
            competitor=COMPETITOR,
            words=words(dice, "competitor", account.language),
        )
