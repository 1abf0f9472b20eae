"""Poison stays with its dossier: parked, retried, skipped; the others go on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text

from handhaving.eventlog.projection import (
    NotParked,
)
from tests.projections.proefmodel import (
    NU,
    Gemerkt,
    Geteld,
    Regels,
    Schrijver,
    Tellingen,
    motor,
    sommen,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Engine as Database

    from handhaving.eventlog.postgres import PostgresLog


def zet_gif(schrijver: Schrijver) -> tuple[UUID, UUID]:
    """A sick and a healthy dossier; the sick one goes wrong at position 3 and goes on at 4, 6."""
    ziek, gezond = uuid4(), uuid4()
    schrijver.schrijf(ziek, Geteld(aantal=1))
    schrijver.schrijf(gezond, Geteld(aantal=1))
    schrijver.schrijf(ziek, Gemerkt(merk="gif"), Geteld(aantal=10))
    schrijver.schrijf(gezond, Geteld(aantal=1))
    schrijver.schrijf(ziek, Geteld(aantal=100))
    return ziek, gezond


@pytest.mark.parametrize("page", [1, 2, 4, 50])
def test_given_a_poison_event_then_its_dossier_waits_and_the_others_go_on(
    log: PostgresLog, database: Database, schrijver: Schrijver, page: int
) -> None:
    ziek, gezond = zet_gif(schrijver)
    model, regels = Tellingen(gif=("gif",)), Regels()
    engine = motor(log, database, model, regels, page=page)
    engine.catch_up()
    assert sommen(database, model) == {ziek: (1, 1), gezond: (2, 2)}
    status, ander = engine.status(NU)
    (wacht,) = status.geparkeerd
    assert (wacht.dossier_id, wacht.positie, wacht.fout) == (ziek, 3, "Gif: gif")
    assert (status.staat, status.positie) == ("bij", 6)
    assert (status.fout, status.fout_positie, status.fout_dossier) == ("Gif: gif", 3, ziek)
    assert (ander.geparkeerd, ander.fout) == ((), None)


def test_given_a_parked_dossier_then_its_later_events_queue_behind_it(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    ziek, gezond = zet_gif(schrijver)
    model = Tellingen(gif=("gif",))
    engine = motor(log, database, model)
    engine.catch_up()
    schrijver.schrijf(ziek, Geteld(aantal=1_000))
    schrijver.schrijf(gezond, Geteld(aantal=1))
    engine.catch_up()
    assert sommen(database, model) == {ziek: (1, 1), gezond: (3, 3)}


def test_given_the_cause_is_mended_when_retried_then_all_that_waited_is_applied(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    ziek, gezond = zet_gif(schrijver)
    model = Tellingen(gif=("gif",))
    engine = motor(log, database, model)
    engine.catch_up()
    model.gif.clear()
    assert engine.retry("tellingen", ziek) is None
    assert sommen(database, model) == {ziek: (4, 111), gezond: (2, 2)}
    assert engine.status(NU)[0].geparkeerd == ()
    schrijver.schrijf(ziek, Geteld(aantal=1_000))
    engine.catch_up()
    assert sommen(database, model)[ziek] == (5, 1_111)


def test_given_the_cause_is_still_there_when_retried_then_the_dossier_waits_on(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    ziek, gezond = zet_gif(schrijver)
    engine = motor(log, database, Tellingen(gif=("gif",)))
    engine.catch_up()
    nog = engine.retry("tellingen", ziek)
    assert nog is not None
    assert nog.positie == 3
    with pytest.raises(NotParked, match=f"dossier {gezond} staat niet geparkeerd"):
        engine.retry("tellingen", gezond)


def test_given_an_event_is_skipped_then_the_rest_follows_and_who_and_why_are_kept(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    ziek, gezond = uuid4(), uuid4()
    schrijver.schrijf(ziek, Geteld(aantal=1), Gemerkt(merk="onvouwbaar"), Geteld(aantal=10))
    schrijver.schrijf(gezond, Geteld(aantal=1))
    model = Tellingen()
    engine = motor(log, database, model)
    engine.catch_up()
    assert sommen(database, model) == {ziek: (1, 1), gezond: (1, 1)}
    assert engine.skip("tellingen", ziek, door="beheer-1", reden_code="FOUT-7") is None
    assert sommen(database, model) == {ziek: (3, 11), gezond: (1, 1)}
    schrijver.schrijf(ziek, Geteld(aantal=100))
    schrijver.schrijf(gezond, Geteld(aantal=1))
    engine.catch_up()
    assert sommen(database, model) == {ziek: (4, 111), gezond: (2, 2)}
    with database.connect() as verbinding:
        rij = verbinding.execute(text("SELECT * FROM leesmodel.overgeslagen")).mappings().one()
    assert (rij["positie"], rij["door"], rij["reden_code"]) == (2, "beheer-1", "FOUT-7")
    assert engine.compare("tellingen").gelijk


def test_given_a_second_poison_event_when_the_first_is_skipped_then_the_dossier_waits_there(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    ziek = uuid4()
    schrijver.schrijf(ziek, Gemerkt(merk="a"), Geteld(aantal=1), Gemerkt(merk="b"))
    model = Tellingen(gif=("a", "b"))
    engine = motor(log, database, model)
    engine.catch_up()
    nog = engine.skip("tellingen", ziek, door="beheer-1", reden_code="FOUT-7")
    assert nog is not None
    assert (nog.positie, nog.fout) == (3, "Gif: b")
    assert sommen(database, model) == {ziek: (2, 1)}


def test_given_an_event_that_cannot_be_folded_then_only_the_models_that_fold_park_it(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    ziek = uuid4()
    schrijver.schrijf(ziek, Geteld(aantal=1), Gemerkt(merk="onvouwbaar"))
    engine = motor(log, database, Tellingen(), Regels())
    engine.catch_up()
    vouwt, vouwt_niet = engine.status(NU)
    assert [(p.positie, p.fout) for p in vouwt.geparkeerd] == [(2, "ValueError: onvouwbaar")]
    assert vouwt_niet.geparkeerd == ()


@pytest.mark.parametrize("page", [1, 50])
def test_given_an_event_that_cannot_be_decoded_then_every_read_model_parks_its_dossier(
    log: PostgresLog, database: Database, schrijver: Schrijver, page: int
) -> None:
    ziek, gezond = uuid4(), uuid4()
    schrijver.schrijf(ziek, Geteld(aantal=1))
    schrijver.ruw(ziek, ("Geteld", 1, b'{"aantal":"geheim"}'))
    schrijver.schrijf(gezond, Geteld(aantal=1))
    schrijver.schrijf(ziek, Geteld(aantal=1))
    model = Tellingen()
    engine = motor(log, database, model, Regels(), page=page)
    engine.catch_up()
    assert sommen(database, model) == {ziek: (1, 1), gezond: (1, 1)}
    for status in engine.status(NU):
        (wacht,) = status.geparkeerd
        assert wacht.positie == 2
        assert wacht.fout.startswith("UndecodableEvent: gebeurtenis Geteld (schemaversie 1)")
        assert "geheim" not in wacht.fout


def test_given_a_parked_dossier_when_the_live_rows_are_compared_then_they_are_the_same(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    zet_gif(schrijver)
    model = Tellingen(gif=("gif",))
    motor(log, database, model, page=2).catch_up()
    assert motor(log, database, model, page=50).compare("tellingen").gelijk
