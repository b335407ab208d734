"""Links to surveys: derived from a secret, stored as digests, and leading nowhere unless they were kept."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from service.database.app_role import as_application
from service.database.async_engine import create_async_engine
from service.database.kept_secret import kept_secret
from service.database.survey_links import SurveyLinks

CASE, OTHER_CASE, SURVEY = (UUID(int=number) for number in (1, 2, 3))
SECRET, OTHER_SECRET = "one secret of an installation, 1", "another secret of an installation"


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(as_application(database_url))
    yield engine
    await engine.dispose()


async def test_the_same_survey_has_the_same_link_and_another_has_another(engine: AsyncEngine) -> None:
    links = SurveyLinks(engine, SECRET)
    token = await links.keep(CASE, SURVEY)
    assert await links.keep(CASE, SURVEY) == token
    assert await links.keep(OTHER_CASE, SURVEY) != token
    assert await links.find(token) == (CASE, SURVEY)


async def test_with_another_secret_old_links_lead_on_and_new_ones_differ(engine: AsyncEngine) -> None:
    token = await SurveyLinks(engine, SECRET).keep(CASE, SURVEY)
    links = SurveyLinks(engine, OTHER_SECRET)
    assert await links.find(token) == (CASE, SURVEY)
    assert await links.keep(CASE, SURVEY) != token


async def test_a_token_that_is_a_little_wrong_leads_nowhere(engine: AsyncEngine) -> None:
    links = SurveyLinks(engine, SECRET)
    token = await links.keep(CASE, SURVEY)
    for wrong in (token[:-1], token + "=", token[::-1], "", "\x00" * 43, "é" * 43):
        assert await links.find(wrong) is None


def test_a_short_secret_is_refused(engine: AsyncEngine) -> None:
    with pytest.raises(ValueError, match="32 characters"):
        SurveyLinks(engine, "short")


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    assert kept_secret(tmp_path, "link.secret", "one") == "one"
    assert kept_secret(tmp_path, "link.secret", "two") == "one"
    assert kept_secret(tmp_path, "other.secret", "six") == "six"
    assert [(tmp_path / "link.secret").stat().st_mode & 0o777] == [0o600]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link.secret", "other.secret"]
