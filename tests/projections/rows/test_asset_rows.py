"""Each asset is a row, and so is each case that names one."""

from uuid import UUID

import pytest

from service.domain.account.record.assets import AssetChanged, AssetDetail
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.sales import AssetNamed
from service.projections.engine.model import StreamWithoutBeginningError
from tests.domain.account.examples.assets import ASSET_ID, digest, registered, retired
from tests.domain.facts import ELEVEN, TEN, opened, received
from tests.projections.folded import Tables, entry, fold

ACCOUNT, CASE = UUID(int=42), UUID(int=43)


def changed(**fields: object) -> AssetChanged:
    usual = {"asset_id": ASSET_ID, "identifier": "N.example", "details_digest": digest(), "reason": "Moved"}
    return AssetChanged.model_validate({"occurred_at": ELEVEN, **usual, **fields})


def test_an_asset_is_a_row_that_says_what_holds_now_and_which_event_has_its_details() -> None:
    tables, particulars = Tables(), (AssetDetail(detail="mailbox_count", words="40"),)
    told: list[AnyEvent] = [
        opened(),
        registered(),
        changed(),
        changed(product="mail", particulars=particulars, details_digest="another"),
        retired(occurred_at=ELEVEN),
    ]
    fold(tables, [entry(n, ACCOUNT, n, UUID(int=n), ELEVEN, event) for n, event in enumerate(told, 1)])
    (row,) = tables.assets.values()
    assert (row["identifier"], row["identifier_key"], row["product"]) == ("N.example", "n.example", "mail")
    assert (row["registered_at"], row["changed_at"], row["retired_at"]) == (TEN, ELEVEN, ELEVEN)
    assert (row["details_position"], row["source_position"]) == (4, 5)
    with pytest.raises(StreamWithoutBeginningError):
        fold(Tables(), [entry(1, ACCOUNT, 1, UUID(int=1), ELEVEN, retired())])


def test_what_a_case_names_last_holds() -> None:
    tables = Tables()
    told: list[AnyEvent] = [
        received(account_id=ACCOUNT),
        AssetNamed(occurred_at=TEN, service_request="open_mailbox"),
        AssetNamed(occurred_at=ELEVEN, asset_id=ASSET_ID, service_request="change_asset"),
    ]
    fold(tables, [entry(1, ACCOUNT, 1, UUID(int=1), ELEVEN, opened())])
    fold(tables, [entry(n, CASE, n - 1, UUID(int=n), ELEVEN, event) for n, event in enumerate(told, 2)])
    (row,) = tables.case_assets.values()
    assert (row["asset_id"], row["service_request"], row["named_at"]) == (ASSET_ID, "change_asset", ELEVEN)
