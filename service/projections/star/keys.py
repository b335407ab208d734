"""Integer keys of the star: whole numbers that follow from what they stand for, 0 for the unknown.

A key is the same in every table, after every rebuild and on every installation, so that no row has to be
looked up while events are folded. Those of words are the first 52 bits of their SHA-256: every client can
read them, and two words in a hundred thousand share one with a chance of one in a million.
"""

from service.projections.engine.mart_view import ViewColumn

_KEY = "coalesce(('x' || left(encode(sha256(convert_to({}, 'UTF8')), 'hex'), 13))::bit(52)::bigint, 0)"
_VERSION = """coalesce((
    select account_history.version_key from proj.account_history
    where account_history.account_id = {account_id} and account_history.valid_from <= {at}
    order by account_history.valid_from desc limit 1), 0)"""


def number_of(word: str) -> str:
    """Return the SQL of the key of a word, given as SQL; 0 where there is none."""
    return _KEY.format(word)


def word_key(name: str, word: str, comment: str) -> ViewColumn:
    """Return a column that joins a dimension of words; `comment` says which, `中文 | English`."""
    zh, en = comment.split(" | ")
    return ViewColumn(name, number_of(word), "bigint", f"{zh}的整数键, 未知为0 | key of {en}, 0 if unknown")


def version_key(account_id: str, at: str) -> ViewColumn:
    """Return a column that joins the account as it was at an instant."""
    found = _VERSION.format(account_id=account_id, at=at)
    comment = "当时的客户版本键, 未知为0 | key of the account as it was then, 0 if unknown"
    return ViewColumn("account_version_key", found, "bigint", comment)


def seconds_between(name: str, since: str, until: str, comment: str) -> ViewColumn:
    """Return a column of the whole seconds from one instant to another, empty where one is missing."""
    return ViewColumn(name, f"floor(extract(epoch from {until} - {since}))", "bigint", comment)
