"""The command line, as somebody types it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from mdt import config
from mdt.cli import commands
from mdt.config import ConfigurationError
from mdt.models import Framework, Membership, Municipality, School
from mdt.rules import FOLDER
from mdt.services import credential, documentation, evidence, seal_check, storage
from mdt.services.credential import Outcome
from mdt.services.seal import Settings
from mdt.services.seal_pades import Sealer
from tests import credentials, factories
from tests.fixtures.application import configuration
from tests.fixtures.papers import sample
from tests.fixtures.postgresql import free_port
from tests.fixtures.timestamps import PASSWORD, Authority
from tests.house.source import ROOT
from tests.mdt.outbox import commit_and_work, fake_papers, letters, papers
from workflows import WORKFLOWS

FRAMEWORK = next(iter(sorted((FOLDER / "frameworks").glob("*.yaml"))))


@pytest.fixture
def mdt(app: Flask, database: Any) -> Any:
    """Run `mdt …` on the application of this test."""

    def run(*arguments: str) -> Result:
        database.session.commit()
        info = ScriptInfo(create_app=lambda: app, set_debug_flag=False)
        result = CliRunner().invoke(commands, [str(one) for one in arguments], obj=info)
        database.session.expire_all()
        return result

    return run


def test_verify_counts_or_names_the_first_fault(
    app: Flask, database: Any, mdt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_papers(monkeypatch)
    factories.application(at="submitted")
    commit_and_work(app)
    result = mdt("verify")
    assert result.exit_code == 0
    assert re.search(r"All is right: \d+ cases, \d+ events, \d+ seals, 0 decisions, 1 papers\.", result.output)
    storage.path_of(papers()[0].sha256).unlink()
    result = mdt("verify")
    assert result.exit_code == 1
    assert re.search(r"case AV-\d+-0001, event 2 \(submit\), paper DT-\d+-0001 .*missing", result.output)


def test_seals_are_renewed_and_lost_papers_restored(
    app: Flask, database: Any, mdt: Any, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mdt.services.evidence.render", lambda *_args, **_more: sample("certificate", "nl"))
    key = authority.seal(tmp_path / "seal.p12", days=90)
    settings = Settings(pkcs12=str(key), password=PASSWORD, timestamp_url=authority.url, trust=str(authority.trust),
                        made_here="", issuer="")  # fmt: skip
    monkeypatch.setitem(app.extensions, "sealer", Sealer(settings))
    factories.application(at="submitted")
    commit_and_work(app)
    number = papers()[0].number
    assert "0 papers have a new archive timestamp" in mdt("reseal").output
    assert "1 papers have a new archive timestamp" in mdt("reseal", "--within", "500").output
    storage.path_of(papers()[0].sha256).unlink()
    assert mdt("verify").exit_code == 1
    assert f"{number} is there again" in mdt("restore", number).output
    assert mdt("verify").exit_code == 0
    assert "There is no paper with number DT-1" in mdt("restore", "DT-1").output


def test_the_key_of_a_school_is_rotated_and_revoked(database: Any, mdt: Any) -> None:
    first = credential.issue(credentials.record()).document
    listed = mdt("issuer-key", "list", "99zz").output
    assert "99ZZ  key-1  signs  1 credentials" in listed
    assert "signs with key-2 from now on" in mdt("issuer-key", "rotate", "99zz").output
    award = str(uuid.uuid4())
    second = credential.issue(credentials.record(award=award)).document
    assert credential.verify(first).valid and credential.verify(second).valid
    asked = mdt("issuer-key", "revoke", "99ZZ", "2")
    assert asked.exit_code == 1 and "1 credentials become invalid" in asked.output
    assert credential.verify(second).valid, "who does not say yes has revoked nothing"
    told = mdt("issuer-key", "revoke", "99ZZ", "2", "--yes").output
    assert "key-2 is revoked" in told and award in told and credentials.RECORD["award"] not in told
    assert credential.verify(second).outcome is Outcome.NOT_OURS
    assert credential.verify(first).valid, "the list of what was revoked is signed by a key that counts"
    assert "key-3  signs" in mdt("issuer-key", "list").output
    assert "was revoked on" in mdt("issuer-key", "revoke", "99ZZ", "2").output
    assert "99ZZ has no key-9" in mdt("issuer-key", "revoke", "99ZZ", "9").output
    assert "There is no school 00AA" in mdt("issuer-key", "rotate", "00aa").output


def test_a_new_key_of_the_seal_leaves_old_papers_valid(
    app: Flask, database: Any, mdt: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(app.extensions, "sealer", raising=False)  # so that the key is where a server would have it
    factories.application(at="submitted")
    commit_and_work(app)
    shown = mdt("seal-key", "show").output
    assert "self-made: nobody else vouches for the name" in shown and "1 files bear it" in shown
    told = mdt("seal-key", "rotate").output
    assert "The old key is in seal-until-" in told and "Start the web server and the worker again" in told
    assert "0 files bear it" in mdt("seal-key", "show").output
    factories.application(at="submitted")
    commit_and_work(app)
    assert mdt("verify").exit_code == 0
    fingerprints = set()
    for one in papers():
        found = seal_check.check(evidence.content_of(one))
        assert found is not None and found.whole
        fingerprints.add(found.certificate.fingerprint)
        answer = client.post("/verify", data={"file": (BytesIO(evidence.content_of(one)), "paper.pdf")})
        assert "Uw bestand is echt" in answer.text and found.certificate.fingerprint in answer.text
    assert len(fingerprints) == 2


def test_a_configured_key_of_the_seal_is_rotated_by_its_file(
    app: Flask, mdt: Any, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(app.extensions, "sealer", raising=False)
    monkeypatch.setitem(app.config, "MDT_SEAL_PKCS12", str(authority.seal(authority.folder / "configured.p12")))
    monkeypatch.setitem(app.config, "MDT_SEAL_PASSWORD", PASSWORD)
    assert "vouched for by Example Root" in mdt("seal-key", "show").output
    refused = mdt("seal-key", "rotate")
    assert refused.exit_code == 1 and "MDT_SEAL_PKCS12" in refused.output
    app.extensions.pop("sealer")  # as when it starts again
    monkeypatch.setitem(app.config, "MDT_SEAL_PKCS12", "/nowhere/seal.p12")
    assert "is not there" in mdt("seal-key", "show").output
    assert "sealer" not in app.extensions


def test_a_framework_is_published_once(database: Any, mdt: Any) -> None:
    assert "is published" in mdt("framework", "add", FRAMEWORK).output
    assert "there already" in mdt("framework", "add", FRAMEWORK).output
    assert database.session.query(Framework).count() == 1
    assert FRAMEWORK.stem in mdt("framework", "list").output


def test_a_framework_that_is_wrong_is_refused_with_its_line(database: Any, mdt: Any, tmp_path: Path) -> None:
    broken = tmp_path / FRAMEWORK.name
    broken.write_text(FRAMEWORK.read_text().replace("\nversion:", "\nversoin:", 1))
    result = mdt("framework", "add", broken)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert FRAMEWORK.name in result.output


def test_municipalities_are_imported_and_imported_again(database: Any, mdt: Any, tmp_path: Path) -> None:
    file = tmp_path / "gemeenten.csv"
    file.write_text("\ufeffGemeentecode;Naam;Provincie\nGM0014;Groningen;Groningen\n1970;Noardeast-Fryslân;Friesland\n")
    assert "2 new, 0 changed, 0 the same; 2 municipalities" in mdt("municipalities", "import", file).output
    assert database.session.get(Municipality, "GM1970").province == "Fryslân"
    file.write_text("gemeentecode,naam,provincie\nGM0014,Groningen (gemeente),Groningen\nGM0034,Almere,Flevoland\n")
    assert "1 new, 1 changed, 0 the same; 3 municipalities" in mdt("municipalities", "import", file).output
    assert "0 new, 0 changed, 2 the same" in mdt("municipalities", "import", file).output


def test_bad_lines_are_named_and_nothing_is_imported(database: Any, mdt: Any, tmp_path: Path) -> None:
    file = tmp_path / "gemeenten.csv"
    file.write_text("gemeentecode,naam,provincie\nGM0014,Groningen,Groningen\nGM1,,Drenthe\nX,Y,Z\nGM0014,A,Drenthe\n")
    result = mdt("municipalities", "import", file)
    assert result.exit_code == 1
    for said in ("line 3: the name is missing", "line 4: “X” is not a code", "line 5: this code is there twice"):
        assert said in result.output
    assert database.session.query(Municipality).count() == 0


@pytest.mark.parametrize("content", [b"", b"naam\nUtrecht\n", "gemeentecode,naam\nGM1,Súdwest".encode("latin-1")])
def test_a_file_that_is_something_else_is_refused(mdt: Any, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    result = mdt("municipalities", "import", file)
    assert (result.exit_code, "Nothing was imported" in result.output) == (1, True)


def test_a_broken_line_is_named_by_its_number_and_nothing_is_imported(mdt: Any, database: Any, tmp_path: Path) -> None:
    lines = [f"{n // 676 + 10:02d}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)},School {n},TIEL,4003" for n in range(5000)]
    lines[4709] = lines[4709].rsplit(",", 1)[0]
    file = tmp_path / "mbo.csv"
    file.write_text("brin,naam,plaats,postcode4\n" + "\n".join(lines) + "\n")
    result = mdt("schools", "import", file)
    assert result.exit_code == 1 and "Nothing was imported." in result.output
    assert "line 4711: 3 fields, where the first line has 4" in result.output
    assert database.session.query(School).count() == 0


def test_an_import_says_what_it_did(mdt: Any, database: Any, tmp_path: Path) -> None:
    file = tmp_path / "mbo.csv"
    file.write_text("brin,naam,plaats,postcode4\n99AD,ROC Denkbeeld,TIEL,4003\n99AE,ROC Fantasie,ZWOLLE,8024\n")
    assert "2 new, 0 changed, 0 the same; 2 schools." in mdt("schools", "import", file).output
    assert "Nothing changed: all 2 were there already; 2 schools." in mdt("schools", "import", file).output
    assert database.session.query(School).count() == 2


def test_the_first_of_the_office_is_invited(app: Flask, database: Any, mdt: Any) -> None:
    result = mdt("staff", "invite", "hanneke@diensttijd.example", "office")
    link = re.search(r"http\S+/invitations/\w+", result.output)
    assert link, result.output
    assert database.session.query(Membership).one().function == "office"
    commit_and_work(app)
    assert link.group() in letters("hanneke@diensttijd.example")[0].body
    assert mdt("staff", "invite", "hanneke@diensttijd.example", "office").exit_code == 1, "not twice"
    assert mdt("staff", "invite", "no address", "office").exit_code == 1
    assert mdt("staff", "invite", "a@b.example", "king").exit_code == 2


def test_mail_retry_says_how_much(database: Any, mdt: Any) -> None:
    assert mdt("mail", "retry").output.startswith("0 letters and 0 papers")


def test_the_processes_are_written_out_for_readers() -> None:
    text = documentation.generate()
    assert text == documentation.generate(), "the same policy gives the same text"
    for noun, workflow in WORKFLOWS.items():
        for language in documentation.LANGUAGES:
            assert text.count(f'<a id="{language}-{noun}"></a>') == 1
        assert text.count(f"as {workflow.state_names()[0]}\n") >= 2
    rows = sum(len(workflow.rows()) for workflow in WORKFLOWS.values())
    assert sum(line.startswith("| ") for line in text.splitlines()) == 2 * (rows + 2 * len(WORKFLOWS))
    assert "Het bureau" in text or "het bureau" in text


def test_production_without_settings_is_refused_in_a_sentence(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "MDT_DATA_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-m", "mdt", "verify"], env=environ, cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 2
    assert "Set MDT_SECRET_KEY" in result.stderr
    assert "Traceback" not in result.stderr


def test_production_without_a_seal_is_refused_in_a_sentence(tmp_path: Path) -> None:
    given = {"MDT_SECRET_KEY": "a", "MDT_PASSWORD_SALT": "b", "MDT_DATABASE_URL": "sqlite://", "MDT_MODE": "production",
             "MDT_DATA_DIR": str(tmp_path)}  # fmt: skip
    with pytest.raises(ConfigurationError, match="Set MDT_SEAL_PKCS12"):
        config.read(given)
    assert config.read(given | {"MDT_SEAL_PKCS12": "/run/secrets/seal.p12"})["MDT_SEAL_PKCS12"]
    with pytest.raises(ConfigurationError, match="MDT_TIMESTAMP_URL begins with"):
        config.read(given | {"MDT_SEAL_PKCS12": "x", "MDT_TIMESTAMP_URL": "file:///etc/passwd"})


def test_the_demo_says_when_its_port_is_taken(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = _mdt(tmp_path, "demo", "--port", str(port)).communicate(timeout=60)
    assert f"Port {port} is in use" in result[1]


def test_the_demo_starts_again_quickly_and_ends_both_processes(tmp_path: Path) -> None:
    from mdt import create_app
    from mdt.extensions import db

    app = create_app(configuration(f"sqlite:///{tmp_path / 'diensttijd.sqlite'}", tmp_path) | {"MDT_MODE": "demo"})
    with app.app_context():  # as a first start leaves it, without the time that the cases take
        import flask_migrate

        flask_migrate.upgrade()
        factories.framework()
        db.session.commit()
        db.engine.dispose()
    app.extensions["jobs"].huey.storage.close()
    port, began = free_port(), time.monotonic()
    demo = _mdt(tmp_path, "demo", "--port", str(port))
    assert demo.stdout is not None
    while "End with Ctrl-C" not in (line := demo.stdout.readline()):
        assert line or demo.poll() is None, demo.communicate()
    assert time.monotonic() - began < 15
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
        assert answer.status == 200
    children = _children(demo.pid)
    assert len(children) == 2
    demo.send_signal(signal.SIGTERM)
    demo.communicate(timeout=40)
    assert demo.returncode == 0
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _mdt(data: Path, *arguments: str) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MDT_")}
    environ |= {"MDT_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen([sys.executable, "-m", "mdt", *arguments], env=environ, cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
