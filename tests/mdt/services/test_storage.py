"""Files by their content, on a disk of ours and elsewhere: never overwritten, and what is lost or changed is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from flask import Flask

from mdt.config import ConfigurationError
from mdt.services import storage, verification
from tests import factories
from tests.mdt.outbox import commit_and_work, fake_papers, papers

CONTENT = b"%PDF what was issued"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a server on loopback that speaks S3."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new bucket; keys and address come from where an operator keeps them."""
    for name, value in (("ACCESS_KEY_ID", "example"), ("SECRET_ACCESS_KEY", "example"), ("ENDPOINT_URL", s3_server),
                        ("DEFAULT_REGION", "us-east-1")):  # fmt: skip
        monkeypatch.setenv(f"AWS_{name}", value)
    url = f"s3://papers-{uuid.uuid4().hex}"
    system, root = fsspec.core.url_to_fs(url)
    system.mkdir(root)
    return url


@pytest.fixture(params=["disk", "file", "memory", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose files lie somewhere; storage needs nothing else of it."""
    url = {"disk": "", "file": tmp_path.joinpath("elsewhere").as_uri(), "memory": f"memory://{uuid.uuid4().hex}"}
    if request.param == "s3":
        url["s3"] = f"{request.getfixturevalue('bucket')}/in/a/folder"
    app = Flask(__name__)
    app.config.update(MDT_DATA_DIR=tmp_path / "data", MDT_STORAGE_URL=url[request.param])
    with app.app_context():
        yield app


def test_what_was_stored_is_read_by_its_digest(place: Flask) -> None:
    name = storage.store(CONTENT)
    assert name == storage.digest(CONTENT)
    assert storage.read(name) == CONTENT
    assert storage.store(CONTENT) == name, "the same bytes again change nothing"
    assert storage.read(storage.store(CONTENT, folder="dossiers"), folder="dossiers") == CONTENT


def test_a_lost_or_changed_file_is_told_and_can_be_put_right(place: Flask) -> None:
    name = storage.store(CONTENT)
    system, root = storage.place(place.config)
    path = f"{root}/documents/{name[:2]}/{name[2:]}"
    system.rm_file(path)
    with pytest.raises(storage.Damaged, match="is missing"):
        storage.read(name)
    system.pipe_file(path, b"%PDF something else")
    with pytest.raises(storage.Damaged, match="has been changed"):
        storage.read(name)
    storage.store(CONTENT)
    assert storage.read(name) == CONTENT


def test_on_a_disk_nobody_writes_to_a_stored_file(tmp_path: Path) -> None:
    app = Flask(__name__)
    app.config.update(MDT_DATA_DIR=tmp_path, MDT_STORAGE_URL="")
    with app.app_context():
        path = storage.path_of(storage.store(CONTENT))
        assert path.stat().st_mode & 0o222 == 0
        assert [one.name for one in path.parent.iterdir()] == [path.name], "and no half file stays behind"
        with pytest.raises(ValueError, match="not a SHA-256"):
            storage.path_of("../../etc/passwd")


@pytest.mark.parametrize("url", ["gs://bucket/papers", "nonsense://bucket"])
def test_a_place_that_cannot_be_used_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(ConfigurationError, match="MDT_STORAGE_URL cannot be used"):
        storage.place({"MDT_STORAGE_URL": url, "MDT_DATA_DIR": "."})


def test_papers_in_s3_are_verified_and_a_lost_or_changed_one_is_named(
    app: Flask, database: Any, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MDT_STORAGE_URL", bucket)
    fake_papers(monkeypatch)
    factories.application(at="submitted")
    commit_and_work(app)
    (paper,) = papers()
    assert verification.verify().papers == 1
    assert not (app.config["MDT_DATA_DIR"] / "documents").exists()
    system, root = storage.place(app.config)
    path = f"{root}/documents/{paper.sha256[:2]}/{paper.sha256[2:]}"
    kept = system.cat_file(path)
    for content, told in ((kept.replace(b"%PDF", b"%pdf"), "has been changed"), (None, "is missing")):
        system.rm_file(path) if content is None else system.pipe_file(path, content)
        with pytest.raises(verification.Fault, match=f"{paper.number}.* {told}"):
            verification.verify()
    assert storage.store(kept) == paper.sha256
    assert verification.verify().papers == 1


def test_the_places_are_those_of_fsspec() -> None:
    assert {"s3", "memory", "file"} <= set(fsspec.available_protocols())
