"""Files on a case, by example."""

from service.domain.case.decisions.attachments import (
    AddAttachment,
    AttachmentAlreadyAddedError,
    attachment_must_be_new,
)
from service.domain.case.record.attachments import AttachmentAdded
from service.domain.vocabulary import Audience
from tests.domain.example import Breaks, Events, Example, Ways, on
from tests.domain.facts import COMMITMENT_ID, ELEVEN, TEN, received
from tests.domain.trigger_rows import Triggers, untimed

ATTACHMENT_ID = COMMITMENT_ID
SHA256 = "a" * 64
ATTACHED = AttachmentAdded(
    occurred_at=TEN,
    attachment_id=ATTACHMENT_ID,
    sha256=SHA256,
    name="bearing.png",
    media_type="image/png",
    size_bytes=7,
    audience=Audience.INTERNAL,
)
WAYS: Ways = (
    Example(
        AddAttachment(
            attachment_id=ATTACHMENT_ID,
            sha256=SHA256,
            name="bearing.png",
            media_type="image/png",
            size_bytes=7,
        ),
        (received(),),
        (ATTACHED.model_copy(update={"occurred_at": ELEVEN}),),
    ),
)
BREAKS: Breaks = {
    (attachment_must_be_new, AttachmentAlreadyAddedError): on(
        received(), ATTACHED.model_copy(update={"sha256": "b" * 64})
    ),
}
TRIGGERS: Triggers = (*untimed(WAYS, AttachmentAdded),)
WITHOUT_FIGURES: Events = (AttachmentAdded,)
