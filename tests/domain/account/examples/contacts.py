"""Contacts of an account, and those who do not want to be asked, by example."""

from uuid import UUID

from service.domain.account.decisions.contacts import (
    AddContact,
    ChangeContact,
    ContactAlreadyAddedError,
    ContactNotFoundError,
    ContactPreferenceUnknownError,
    DecisionRoleUnknownError,
    OptInToSurveys,
    OptOutOfSurveys,
    contact_must_be_described_in_known_words,
    contact_must_be_known,
    contact_must_be_new,
)
from service.domain.account.record.contacts import (
    ContactAdded,
    ContactChanged,
    ContactOptedIn,
    ContactOptedOut,
)
from tests.domain.example import (
    AT,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    after,
    by_default_rules,
    with_fields,
)
from tests.domain.facts import CONTACT_ID, ELEVEN, TEN, contact_added, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

_OPENED = (opened(),)


def opted_out() -> ContactOptedOut:
    return ContactOptedOut(occurred_at=TEN, contact_id=CONTACT_ID)


_WITH_CONTACT = (opened(), contact_added())
NOBODY = UUID(int=77)
WAYS: Ways = (
    Example(
        AddContact(contact_id=CONTACT_ID, name="李雷"),
        _OPENED,
        (contact_added(occurred_at=AT),),
    ),
    Example(
        ChangeContact(contact_id=CONTACT_ID, decision_role="decider", preferences=("charts",)),
        _WITH_CONTACT,
        (
            ContactChanged(
                occurred_at=AT, contact_id=CONTACT_ID, decision_role="decider", preferences=("charts",)
            ),
        ),
    ),
    Example(
        OptOutOfSurveys(contact_id=CONTACT_ID, reason="Too many mails"),
        _WITH_CONTACT,
        (ContactOptedOut(occurred_at=ELEVEN, contact_id=CONTACT_ID, reason="Too many mails"),),
    ),
    Example(
        OptInToSurveys(contact_id=CONTACT_ID),
        (*_WITH_CONTACT, opted_out()),
        (ContactOptedIn(occurred_at=ELEVEN, contact_id=CONTACT_ID),),
    ),
)
CREATING: Commands = (AddContact,)
ABOUT_AN_EARLIER_EVENT: Commands = (ChangeContact, OptOutOfSurveys, OptInToSurveys)
BREAKS: Breaks = {
    (contact_must_be_new, ContactAlreadyAddedError): after(contact_added()),
    (contact_must_be_known, ContactNotFoundError): with_fields(contact_id=NOBODY),
    (contact_must_be_described_in_known_words, DecisionRoleUnknownError): by_default_rules(
        decision_role="oracle"
    ),
    (contact_must_be_described_in_known_words, ContactPreferenceUnknownError): by_default_rules(
        preferences=("astrology",)
    ),
}
TRIGGERS: Triggers = (
    (_OPENED, contact_added(), ()),
    *untimed(WAYS, ContactChanged, ContactOptedOut, ContactOptedIn),
)
WITHOUT_FIGURES: Events = (
    ContactAdded,
    ContactChanged,
    ContactOptedOut,
    ContactOptedIn,
)
CONTACT = str(CONTACT_ID)
_ADD_CONTACT: list[Step] = [("contacts", {"contact_id": CONTACT, "name": "李雷"})]
_OPT_OUT: list[Step] = [*_ADD_CONTACT, ("opt-out-of-surveys", {"contact_id": CONTACT})]
SCENES: Scenes = {
    AddContact: Scene("ContactAdded.v1", {"contact_id": CONTACT, "name": "王芳", "phone": "13800000000"}),
    ChangeContact: Scene(
        "ContactChanged.v1",
        {"contact_id": CONTACT, "decision_role": "decider", "preferences": ["charts"], "language": "zh"},
        _ADD_CONTACT,
    ),
    OptOutOfSurveys: Scene("ContactOptedOut.v1", {"contact_id": CONTACT}, _ADD_CONTACT),
    OptInToSurveys: Scene("ContactOptedIn.v1", {"contact_id": CONTACT}, _OPT_OUT),
}
