"""What every test can ask for."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.started import copy_started_folder
from tests.cluster import SERVER_URL_VARIABLE, TestCluster, ensure_template, fast_place, fresh_database

CLUSTER = pytest.StashKey[TestCluster]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the process that was called; who is started by one finds it in the environment."""
    if SERVER_URL_VARIABLE in os.environ or config.option.collectonly or config.option.help:
        return
    _share_what_is_compiled(config)
    cluster = TestCluster()
    config.stash[CLUSTER] = cluster
    cluster.start()


def _share_what_is_compiled(config: pytest.Config) -> None:
    """Compile each module once for all processes of a run, even where nothing may lie beside the sources."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        folder = tempfile.mkdtemp(prefix="casebook-compiled-")
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_unconfigure(config: pytest.Config) -> None:
    cluster = config.stash.get(CLUSTER, None)
    if cluster:
        cluster.stop()


@pytest.fixture(scope="session")
def template_database() -> str:
    return ensure_template()


@pytest.fixture
def database_url(template_database: str) -> Iterator[str]:
    """Give the test a migrated, empty database of its own: `postgresql://user:password@host:port/name`."""
    with fresh_database(template_database) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(template_database: str) -> Iterator[str]:
    """Give the tests of one module a database that they share."""
    with fresh_database(template_database) as url:
        yield url


@pytest.fixture
def reachable_folder() -> Iterator[Path]:
    """Give a folder that any account may pass through, unlike tmp_path: root's server works there."""
    folder = Path(tempfile.mkdtemp(prefix=f"casebook-tests-{os.getpid()}-", dir=fast_place()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def started_folder(reachable_folder: Path) -> Path:
    """Give a data folder as the first start of Casebook leaves it: its own server, and nothing on record."""
    copy_started_folder(reachable_folder / "casebook")
    return reachable_folder / "casebook"
