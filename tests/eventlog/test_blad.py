"""The leaf hash: the vectors beside the DDL, in SQL and in Python, in both logs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import pytest

from handhaving.eventlog.blad import LEAF_VERSION, fields_of, holds, leaf, leaf_of
from handhaving.eventlog.envelope import Commit, Door, Herkomst, NewEvent
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.postgres import PostgresLog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.eventlog.log import EventLog

DOCUMENT: dict[str, Any] = json.loads(
    (files("handhaving.eventlog") / "schema" / "bladvectoren.json").read_text(encoding="utf-8")
)
VECTOREN: list[dict[str, Any]] = DOCUMENT["vectoren"]


def gegevens(vector: dict[str, Any]) -> tuple[bytes, bytes | None]:
    persoonlijk = vector["persoonlijk"]
    return bytes.fromhex(vector["data"]), (
        None if persoonlijk is None else bytes.fromhex(persoonlijk)
    )


def als_commit(vector: dict[str, Any]) -> tuple[Commit, datetime]:
    """The command that makes the event of this vector, and when."""
    v = dict(zip(DOCUMENT["velden"], vector["velden"], strict=True))
    data, persoonlijk = gegevens(vector)
    herkomst = Herkomst(
        UUID(v["opdrachtId"]),
        Door(v["door.id"], v["door.rol"], v["door.organisatie"]),
        UUID(v["spoorId"]),
        None if v["oorzaakId"] is None else UUID(v["oorzaakId"]),
    )
    event = NewEvent(
        UUID(v["gebeurtenisId"]),
        v["type"],
        int(v["schemaVersie"]),
        date.fromisoformat(v["geldigOp"]),
        data,
        persoonlijk,
        None if v["sleutelId"] is None else UUID(v["sleutelId"]),
    )
    op = datetime.fromisoformat(v["geregistreerdOp"])
    return Commit(UUID(v["dossierId"]), int(v["versie"]) - 1, herkomst, b"", (event,)), op


@pytest.fixture(params=["postgres", "geheugen"])
def simulatie(request: pytest.FixtureRequest) -> Iterator[EventLog]:
    if request.param == "geheugen":
        yield MemoryLog(simulatie=True)
        return
    with PostgresLog(request.getfixturevalue("simulatie_url")) as postgres:
        yield postgres


@pytest.mark.parametrize("vector", VECTOREN, ids=lambda v: v["naam"])
def test_given_a_vector_when_hashed_in_python_then_it_is_its_leaf(vector: dict[str, Any]) -> None:
    assert DOCUMENT["bladversie"] == LEAF_VERSION
    assert leaf(vector["velden"], *gegevens(vector)).hex() == vector["blad"]


def test_given_the_vectors_when_appended_then_the_log_makes_those_leaves(
    simulatie: EventLog,
) -> None:
    for vector in VECTOREN:
        opdracht, op = als_commit(vector)
        simulatie.append([opdracht], tijdstip=op)
    bladen = [stored.blad.hex() for stored in simulatie.read(0, 100)]
    assert bladen == [vector["blad"] for vector in VECTOREN]
    gelezen = simulatie.read(0, 100, met_persoonlijk=True)
    assert [list(fields_of(s.envelop)) for s in gelezen] == [v["velden"] for v in VECTOREN]
    assert all(holds(stored) for stored in gelezen)


def test_given_an_event_when_anything_about_it_differs_then_its_leaf_differs() -> None:
    log = MemoryLog()
    opdracht, _ = als_commit(VECTOREN[0])
    log.append([opdracht])
    (stored,) = log.read_dossier(opdracht.dossier_id)
    e = stored.envelop
    anders = {
        "positie": 2,
        "dossier_id": UUID(int=99),
        "versie": 2,
        "type": "Anders",
        "schema_versie": 2,
        "gebeurtenis_id": UUID(int=99),
        "geregistreerd_op": e.geregistreerd_op + timedelta(microseconds=1),
        "geldig_op": date(2030, 1, 1),
        "opdracht_id": UUID(int=99),
        "oorzaak_id": UUID(int=99),
        "spoor_id": UUID(int=99),
        "sleutel_id": UUID(int=99),
    }
    bladen = {stored.blad, leaf_of(e, b"{ }", None), leaf_of(e, b"{}", b"")}
    bladen |= {leaf_of(e._replace(**{naam: w}), b"{}", None) for naam, w in anders.items()}  # type: ignore[arg-type]
    for deel in ("id", "rol", "organisatie"):
        bladen.add(leaf_of(e._replace(door=replace(e.door, **{deel: "x"})), b"{}", None))
    assert len(bladen) == 3 + len(anders) + 3
    assert leaf_of(
        e._replace(geregistreerd_op=e.geregistreerd_op.astimezone(UTC)), b"{}", None
    ) == (stored.blad)
    assert not holds(stored._replace(data=b"vervalst"))


def test_given_the_same_instant_in_another_zone_when_stored_then_the_leaf_is_the_same(
    simulatie_url: str,
) -> None:
    opdracht, op = als_commit(VECTOREN[1])
    with psycopg.connect(simulatie_url, autocommit=True) as verbinding:
        verbinding.execute(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone TO ''Asia/Tokyo''',"
            " current_database()); END $$"
        )
        verbinding.execute(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET DateStyle TO ''German''',"
            " current_database()); END $$"
        )
    with PostgresLog(simulatie_url) as log:
        log.append([replace(opdracht, verwachte_versie=0)], tijdstip=op)
        assert holds(log.read_dossier(opdracht.dossier_id)[0])
