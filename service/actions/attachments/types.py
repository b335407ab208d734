"""Which files may be attached, and how each begins. What a browser would run (HTML, SVG, scripts) is not."""

from collections.abc import Callable, Mapping

from service.actions.action import ActionRefusedError

Check = Callable[[bytes], bool]
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_OFFICE = "application/vnd.openxmlformats-officedocument"
_BRAND_AT = slice(4, 8)
_FORM_AT = slice(8, 12)


def _begins(*beginnings: bytes) -> Check:
    return lambda content: content.startswith(beginnings)


def _riff(form: bytes) -> Check:
    return lambda content: content.startswith(b"RIFF") and content[_FORM_AT] == form


def _is_mp4(content: bytes) -> bool:
    return content[_BRAND_AT] == b"ftyp"


def _is_text(content: bytes) -> bool:
    return b"\x00" not in content


_ZIP = _begins(b"PK\x03\x04", b"PK\x05\x06")
_OLD = _begins(_OLD_OFFICE)

ATTACHMENT_TYPES: Mapping[str, Check] = {
    "image/png": _begins(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": _begins(b"\xff\xd8\xff"),
    "image/gif": _begins(b"GIF87a", b"GIF89a"),
    "image/webp": _riff(b"WEBP"),
    "image/heic": _is_mp4,
    "application/pdf": _begins(b"%PDF-"),
    "application/zip": _ZIP,
    "application/msword": _OLD,
    "application/vnd.ms-excel": _OLD,
    "application/vnd.ms-powerpoint": _OLD,
    f"{_OPEN_OFFICE}.wordprocessingml.document": _ZIP,
    f"{_OPEN_OFFICE}.spreadsheetml.sheet": _ZIP,
    f"{_OPEN_OFFICE}.presentationml.presentation": _ZIP,
    "text/plain": _is_text,
    "text/csv": _is_text,
    "message/rfc822": _is_text,
    "audio/mpeg": _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "audio/wav": _riff(b"WAVE"),
    "audio/amr": _begins(b"#!AMR"),
    "audio/mp4": _is_mp4,
    "video/mp4": _is_mp4,
    "video/quicktime": _is_mp4,
}
"""Media type -> whether a content can be that."""


class AttachmentTypeNotAllowedError(ActionRefusedError):
    """Files of this type are not taken."""

    slug = "attachment_type_not_allowed"


class AttachmentEmptyError(ActionRefusedError):
    """A file without content is none."""

    slug = "attachment_empty"


class AttachmentContentDiffersError(ActionRefusedError):
    """The content does not begin as its type does."""

    slug = "attachment_content_differs"


def must_be_allowed(media_type: str) -> None:
    """Raise AttachmentTypeNotAllowedError unless files of this type may be attached."""
    if media_type not in ATTACHMENT_TYPES:
        allowed = ", ".join(ATTACHMENT_TYPES)
        raise AttachmentTypeNotAllowedError(media_type=media_type or "-", allowed=allowed)


def must_be_what_it_says(media_type: str, content: bytes) -> None:
    """Raise AttachmentEmptyError, or AttachmentContentDiffersError where it begins otherwise."""
    if not content:
        raise AttachmentEmptyError
    if not ATTACHMENT_TYPES[media_type](content):
        raise AttachmentContentDiffersError(media_type=media_type)
