"""The one word for who told something: the credential, and the person for whom it spoke.

`key:desk` is a key that speaks for itself, `key:desk/li.na` one that speaks for a person. No name of a key
contains the mark between them. Other programs have a word of their own: `cli`, `casebook watch`.
"""

KEY, MARK = "key:", "/"


def actor_of(key_name: str, staff_id: str | None) -> str:
    """Return the word for a key, and for whom it spoke."""
    return f"{KEY}{key_name}" if staff_id is None else f"{KEY}{key_name}{MARK}{staff_id}"


def staff_behind(actor: str) -> str | None:
    """Return the staff id of the person for whom a key spoke; None: for nobody, or it was no key."""
    key, _, staff_id = actor.partition(MARK)
    return staff_id if staff_id and key.startswith(KEY) else None
