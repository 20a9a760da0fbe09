"""Lists of schools and programmes as they are published: read whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mdt.models import Programme, School
from mdt.services import programme_import, school_import, table_file
from mdt.services import school as schools

DUO = (
    "SOORT HO;PROVINCIE;BEVOEGD GEZAG NUMMER;BRIN NUMMER;INSTELLINGSNAAM;STRAATNAAM;PLAATSNAAM\n"
    "hbo;Friesland;30156;99AA;Hogeschool De Verbeelding;Weg;'S-GRAVENHAGE\n"
    "wo;Fryslân;30157;99AB;Universiteit Café;Laan;BERGEN OP ZOOM\n"
)
VO = (
    "brin,vestigingscode,naam,gemeentecode_2026,gemeente_2026,provincie,gemeente_duo,postcode,onderwijstypen\n"
    "99AC,99AC00,Lyceum Denkbeeld,GM0344,Utrecht,Utrecht,UTRECHT,3511AB,HAVO/VWO\n"
    "99AC,99AC01,Mavo Denkbeeld,,,,IJLST,8651AA,VMBO\n"
)
MBO = "brin,naam,plaats,postcode4,gemeentecode_2026,gemeente_2026,provincie\n99AD,ROC Denkbeeld,TIEL,4003,,,\n"
HO = (
    "brin,vestigingscode,instelling,vestiging,gemeentecode,gemeente,provincie,plaats,sector,bekostiging\n"
    "99AA,99AA01,Hogeschool De Verbeelding,H; Utrecht,GM0344,Utrecht,Utrecht,UTRECHT,HBO,BEKOSTIGD\n"
    "99AA,99AA02,Hogeschool De Verbeelding,H; Zwolle,GM0193,Zwolle,Overijssel,ZWOLLE,HBO,BEKOSTIGD\n"
)
RIO_COLUMNS = (
    "INSTELLINGSCODE", "ERKENDEOPLEIDINGSCODE", "OPLEIDINGSEENHEID_NAAM", "STUDIELAST", "STUDIELASTEENHEID", "NIVEAU",
    "VESTIGINGSLICENTIE_BEGINDATUM", "VESTIGINGSLICENTIE_EINDDATUM",
)  # fmt: skip
RIO = (
    '"' + '","'.join(RIO_COLUMNS) + '"\n'
    '"99AA","99001","Social Work, breed","240","ECTS_PUNT","HBO-BA","2021-09-01T00:00:00","NA"\n'
    '"99AA","99001","Social Work, breed","240","ECTS_PUNT","HBO-BA","2019-09-01T00:00:00","2027-08-31T00:00:00"\n'
    '"99AA","99002","Master Iets","60","ECTS_PUNT","HBO-MA","2021-09-01T00:00:00","2026-08-31T00:00:00"\n'
)
CREBO = "opleidingsdomein,crebo_dossier,dossier,crebo_kwalificatie,kwalificatie,niveau\n1. Zorg,1,X,99101,Maatje,4\n"


def quiet(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def write(folder: Path, content: str | bytes) -> Path:
    """A file with this content."""
    file = folder / "list.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def tally(outcome: table_file.Outcome) -> tuple[int, int, int]:
    """New, changed and the same."""
    return outcome.added, outcome.changed, outcome.same


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (DUO.encode("latin-1"), {("99AA", "hbo", "'s-Gravenhage"), ("99AB", "wo", "Bergen op Zoom")}),
        (VO, {("99AC00", "vo", "Utrecht"), ("99AC01", "vo", "IJlst")}),
        (MBO, {("99AD", "mbo", "Tiel")}),
        (HO, {("99AA", "hbo", "Utrecht")}),
    ],
    ids=["duo", "vo", "mbo", "ho"],
)
def test_each_list_is_known_by_its_header_and_changes_nothing_the_second_time(
    database: Any, tmp_path: Path, content: str | bytes, found: set[tuple[str, str, str]]
) -> None:
    file = write(tmp_path, content)
    assert tally(school_import.load(file, progress=quiet)) == (len(found), 0, 0)
    assert {(one.brin, one.sector, one.city) for one in database.session.query(School)} == found
    assert tally(school_import.load(file, progress=quiet)) == (0, 0, len(found))


def test_latin_1_is_read_as_it_is_published(database: Any, tmp_path: Path) -> None:
    school_import.load(write(tmp_path, DUO.encode("latin-1")), progress=quiet)
    assert [one.name for one in schools.search("café zoom")] == ["Universiteit Café"]
    assert schools.search("99ab")[0].brin == "99AB" and not schools.search("verzonnen")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (MBO + "9A,Kort,TIEL,1,,,\n", "line 3: “9A” is not a BRIN"),
        (MBO + "99AD,Dubbel,TIEL,1,,,\n", "line 3: this code is there twice"),
        (MBO + "99AE,,TIEL,1,,,\n", "line 3: the naam is missing"),
        (MBO + '99AE,"Open,TIEL,1,,,\n99AF,X,TIEL,1,,,\n', "line 3: a quotation mark is never closed"),
        (HO.replace("HBO,BE", "LAGERE,BE", 1), "line 2: “LAGERE” is not a kind of school"),
        ("brin,naam\n", "line 1: the column"),
        ("", "line 1: the file is empty"),
        (MBO.encode() + b"99AE,\xff,TIEL,1,,,\n", "not UTF-8"),
    ],
)
@pytest.mark.usefixtures("database")
def test_what_is_wrong_is_a_sentence(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(table_file.BadLines, match=says):
        school_import.load(write(tmp_path, content), progress=quiet)


def test_programmes_go_to_their_school_or_to_every_school_of_their_sector(database: Any, tmp_path: Path) -> None:
    rio = write(tmp_path, RIO)
    with pytest.raises(table_file.BadLines, match="99AA are not known"):
        programme_import.load(rio, progress=quiet)
    for content in (HO, MBO):
        school_import.load(write(tmp_path, content), progress=quiet)
    for content, count in ((RIO, 2), (CREBO, 1)):
        file = write(tmp_path, content)
        assert tally(programme_import.load(file, progress=quiet)) == (count, 0, 0)
        assert tally(programme_import.load(file, progress=quiet)) == (0, 0, count)
    hbo, mbo = schools.by_brin("99AA"), schools.by_brin("99ad")
    assert hbo is not None and mbo is not None
    first = database.session.query(Programme).filter_by(code="99001").one()
    assert (first.level, first.study_load, first.study_load_unit) == ("bachelor", 240, "EC")
    assert (first.valid_from.isoformat(), first.valid_to) == ("2019-09-01", None)
    assert [one.code for one in schools.programmes(mbo)] == ["99101"]
    assert "99101" not in [one.code for one in schools.programmes(hbo)]
    assert schools.programme(hbo, schools.label(first)) is first is schools.programme(hbo, "social work, BREED")
    assert schools.fits(mbo.id, schools.programme(mbo, "99101")) and not schools.fits(mbo.id, first)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("HBO-MA", "HBO-XX", "line 4: “HBO-XX” is not a level"),
        ('"60"', '"zestig"', "line 4: the studielast “zestig” is not a whole number"),
        ("99002", "99-02", "line 4: “99-02” is not the code"),
        ("2026-08-31T00:00:00", "31-08-2026", "line 4: “31-08-2026” is not a date"),
    ],
)
@pytest.mark.usefixtures("database")
def test_a_bad_programme_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(table_file.BadLines, match=says):
        programme_import.load(write(tmp_path, RIO.replace(old, new)), progress=quiet)
