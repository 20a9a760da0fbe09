"""Checking a dossier on a machine that has only the file: no database, no configuration, nothing fetched.

What this proves: the files are those that the manifest and the sealed index name; the log is one unbroken chain, of
which each event that can be read is what was recorded; its end stands in seals whose hashes fit each other, and the
papers name seals that are among them. That a seal is the one of the authority shows by comparing its hash with the one
on any paper that left the house, or by its timestamp; whose certificate sealed the index is for whoever looks to trust.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from mdt.services import chain, timestamping

FILES, BYTES, CHUNK = 20_000, 4 << 30, 1 << 20
MANIFEST, INDEX, LOG, SEALS = "manifest.json", "index.pdf", "log/events.jsonl", "log/seals.json"


class Wrong(Exception):  # noqa: N818 - says what was found, as Refused does
    """The first thing that is wrong with a dossier; the message is a sentence."""


@dataclass
class Found:
    """What a dossier was found to hold."""

    case: str = ""
    edition: str = ""
    files: int = 0
    events: int = 0
    withheld: int = 0
    seals: int = 0
    newest_seal: tuple[int, str] | None = None
    stamped: list[datetime] = field(default_factory=list)
    sealed_by: str = ""


def check(source: Path | BinaryIO) -> Found:
    """Check everything. Raises Wrong for the first thing that is wrong."""
    try:
        with zipfile.ZipFile(source) as dossier:
            return _check(dossier)
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise Wrong(f"This is not a dossier that can be read: {error}.") from None
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
        raise Wrong(f"The dossier does not have the form of one: {type(error).__name__} {error}.") from None


def _check(dossier: zipfile.ZipFile) -> Found:
    infos = dossier.infolist()
    if len(infos) > FILES or sum(info.file_size for info in infos) > BYTES:
        raise Wrong("The dossier holds more than one of ours ever does.")
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        raise Wrong("A file is in the dossier twice.")
    if MANIFEST not in names:
        raise Wrong(f"{MANIFEST} is missing.")
    manifest = json.loads(dossier.read(MANIFEST))
    found = Found(case=str(manifest["case"]["number"]), edition=str(manifest["edition"]))
    found.files = _files(dossier, manifest["files"], set(names) - {MANIFEST})
    _index(dossier, manifest, found)
    heads = _chain(dossier, str(manifest["case"]["id"]), found)
    _seals(dossier, str(manifest["case"]["id"]), heads, found)
    _papers(dossier, manifest["files"])
    return found


def _files(dossier: zipfile.ZipFile, listed: list[dict[str, Any]], there: set[str]) -> int:
    """Every file that the manifest lists is there with its own bytes, and no other."""
    for entry in listed:
        if entry["path"] not in there:
            raise Wrong(f"{entry['path']} is missing.")
        if _digest(dossier, entry["path"]) != (entry["sha256"], entry["size"]):
            raise Wrong(f"{entry['path']} was changed.")
    if more := sorted(there - {entry["path"] for entry in listed}):
        raise Wrong(f"{more[0]} does not belong to the dossier.")
    return len(listed)


def _digest(dossier: zipfile.ZipFile, path: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with dossier.open(path) as file:
        while part := file.read(CHUNK):
            digest.update(part)
            size += len(part)
    return digest.hexdigest(), size


def _index(dossier: zipfile.ZipFile, manifest: dict[str, Any], found: Found) -> None:
    """The index bears a seal, and names the same files with the same digests as the manifest."""
    from mdt.services import seal_check

    content = dossier.read(INDEX)
    try:
        sealed = seal_check.check(content)
    except Exception as error:
        raise Wrong(f"The seal on {INDEX} cannot be read ({type(error).__name__}).") from None
    if sealed is None or not sealed.whole:
        raise Wrong(f"The seal on {INDEX} does not hold.")
    found.sealed_by = sealed.certificate.subject
    said = record_in(content)
    named = {file["path"]: file["sha256"] for section in said["sections"] for file in section["files"]}
    listed = {entry["path"]: entry["sha256"] for entry in manifest["files"] if entry["path"] != INDEX}
    for path in sorted(named.keys() | listed.keys()):
        if named.get(path) != listed.get(path):
            raise Wrong(f"{path} is not what the sealed index names.")
    if said["case"]["number"] != manifest["case"]["number"] or said["edition"] != manifest["edition"]:
        raise Wrong(f"{MANIFEST} is of another dossier than {INDEX}.")


def record_in(paper: bytes) -> dict[str, Any]:
    """The record that a paper carries for machines."""
    import pikepdf

    with pikepdf.open(BytesIO(paper)) as pdf:
        found: dict[str, Any] = json.loads(pdf.attachments["record.json"].get_file().read_bytes())
    return found


# -- the log --------------------------------------------------------------------------------------------------------
def _chain(dossier: zipfile.ZipFile, case: str, found: Found) -> dict[int, str]:
    """Follow the chain from its first place to its end; returns the hash of each place."""
    hashes: dict[int, str] = {0: chain.GENESIS}
    with dossier.open(LOG) as lines:
        for number, line in enumerate(lines, 1):
            place = json.loads(line)
            if problem := _wrong_with(place, case, number, hashes[number - 1]):
                raise Wrong(f"In {LOG}, event {number}{_name(place)}: {problem}.")
            hashes[number] = place["hash"]
            found.events += 1
            found.withheld += "said" not in place
    return hashes


def _name(place: dict[str, Any]) -> str:
    return f" ({place['said']['name']})" if "said" in place else ""


def _wrong_with(place: dict[str, Any], case: str, number: int, previous: str) -> str | None:
    if place["sequence"] != number:
        return f"event {number} is missing; this one is number {place['sequence']}"
    if place["previous"] != previous:
        return "it does not follow the event before it; that one was changed, removed or moved"
    if chain.link(previous, number, place["body"]) != place["hash"]:
        return "its hash does not match"
    said = place.get("said")
    if said is not None and (chain.body(said) != place["body"] or said["case"] != case):
        return "it was changed after it was recorded"
    if "snapshot" in place and (
        said is None or chain.commitment(place["salt"], place["snapshot"]) != said["commitment"]
    ):
        return "the data that it froze was changed; it does not match its commitment"
    return None


def _seals(dossier: zipfile.ZipFile, case: str, hashes: dict[int, str], found: Found) -> None:
    """Every seal over the case holds, the last one covers its end, and those after it follow each other."""
    said = json.loads(dossier.read(SEALS))
    covering, after = said["covering"], said["after"]
    for one in covering:
        number = one["seal"]["number"]
        _holds(one, found)
        if hashes.get(one["sequence"]) != one["head"]:
            raise Wrong(f"Seal {number} knows another event {one['sequence']} than {LOG}.")
        if chain.climb(chain.leaf(case, one["sequence"], one["head"]), one["path"]) != one["seal"]["root"]:
            raise Wrong(f"Event {one['sequence']} of {LOG} is not in seal {number}.")
    if not covering or covering[-1]["sequence"] != len(hashes) - 1:
        raise Wrong(f"The last event of {LOG} is in no seal.")
    last = covering[-1]
    for one in after:
        _holds(one, found)
        if one["seal"]["previous"] != last["hash"]:
            raise Wrong(f"Seal {one['seal']['number']} does not follow the seal before it.")
        last = one
    found.seals = len(covering) + len(after)
    found.newest_seal = (last["seal"]["number"], last["hash"])


def _holds(one: dict[str, Any], found: Found) -> None:
    if chain.seal_hash(one["seal"]) != one["hash"]:
        raise Wrong(f"Seal {one['seal']['number']} was changed.")
    if one["timestamp"]:
        try:
            found.stamped.append(timestamping.time_of(base64.b64decode(one["timestamp"]), one["hash"]))
        except timestamping.NoTimestamp as problem:
            raise Wrong(f"Seal {one['seal']['number']}: {problem}.") from None


def _papers(dossier: zipfile.ZipFile, listed: list[dict[str, Any]]) -> None:
    """The seal that a paper names, where it is in the dossier, has the hash that the paper prints."""
    said = json.loads(dossier.read(SEALS))
    known = {one["seal"]["number"]: one["hash"] for one in (*said["covering"], *said["after"])}
    for entry in listed:
        if entry["path"].startswith("papers/"):
            named = record_in(dossier.read(entry["path"])).get("log_seal")
            if named and known.get(named["number"], named["hash"]) != named["hash"]:
                raise Wrong(f"{entry['path']} names seal {named['number']}, and the dossier has another one.")
