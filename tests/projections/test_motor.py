"""The engine on a small domain: every event arrives once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from handhaving.eventlog.codec import Codec, EventType, UnknownEventType
from handhaving.eventlog.projection import (
    Batch,
    Broken,
    Engine,
    FoldFailed,
    Progress,
    ProjectionBroken,
    UnknownProjection,
)
from tests.projections.proefmodel import (
    CODEC,
    FOLD,
    NU,
    Gemerkt,
    Geteld,
    Gif,
    Optellers,
    Regels,
    Schrijver,
    Telling,
    Tellingen,
    afdruk,
    motor,
    sommen,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Engine as Database

    from handhaving.eventlog.postgres import PostgresLog


def terug_naar_af(database: Database) -> None:
    """Forget how far the read models are, but keep their rows."""
    with database.begin() as verbinding:
        verbinding.execute(text("UPDATE leesmodel.checkpoint SET positie = 0, blad = ''"))


def test_given_events_when_caught_up_then_every_read_model_has_them_once(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(30, 7)
    tellingen, regels, optellers = Tellingen(), Regels(), Optellers()
    verslag = motor(log, database, tellingen, regels, optellers).catch_up()
    assert [(v.naam, v.van, v.tot, v.zelf) for v in verslag] == [
        ("tellingen", 0, 210, True),
        ("regels", 0, 210, True),
        ("optellers", 0, 210, True),
    ]
    assert sommen(database, tellingen) == dict.fromkeys(dossiers, (7, 28))
    assert optellers.aantallen(database) == dict.fromkeys(dossiers, 7)
    with database.connect() as verbinding:
        posities = verbinding.execute(select(regels.tabel.c.positie)).scalars().all()
    assert sorted(posities) == list(range(1, 211))


def test_given_an_empty_log_when_caught_up_then_nothing_happens(
    log: PostgresLog, database: Database
) -> None:
    (verslag,) = motor(log, database, Tellingen()).catch_up()
    assert (verslag.van, verslag.tot) == (0, 0)


def test_given_everything_is_seen_when_caught_up_again_then_nothing_changes(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(5, 4)
    optellers = Optellers()
    engine = motor(log, database, optellers)
    engine.catch_up()
    (verslag,) = engine.catch_up()
    assert (verslag.van, verslag.tot) == (20, 20)
    assert set(optellers.aantallen(database).values()) == {4}


def test_given_one_name_when_caught_up_then_the_others_stay(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(3, 2)
    engine = motor(log, database, Tellingen(), Regels())
    engine.catch_up("regels", tot=4)
    assert [(s.naam, s.positie) for s in engine.status(NU)] == [("tellingen", 0), ("regels", 4)]
    with pytest.raises(UnknownProjection, match="leesmodel onbestaand bestaat niet; wel: tell"):
        engine.catch_up("onbestaand")


def test_given_read_models_at_different_positions_when_caught_up_then_all_are_right(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(20, 5)
    tellingen, regels, optellers = Tellingen(), Regels(), Optellers()
    engine = motor(log, database, tellingen, regels, optellers, page=10)
    engine.catch_up("tellingen", tot=63)
    engine.catch_up("optellers", tot=17)
    engine.catch_up()
    assert sommen(database, tellingen) == dict.fromkeys(dossiers, (5, 15))
    assert optellers.aantallen(database) == dict.fromkeys(dossiers, 5)


def test_given_the_same_events_when_fed_twice_then_the_digest_is_the_same(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(12, 6)
    tellingen, regels = Tellingen(), Regels()
    engine = motor(log, database, tellingen, regels, page=7)
    engine.catch_up()
    eerst = [afdruk(database, m) for m in (tellingen, regels)]
    terug_naar_af(database)
    engine.catch_up()
    assert [afdruk(database, m) for m in (tellingen, regels)] == eerst
    assert [rijen.rijen for (rijen,) in eerst] == [12, 72]


@pytest.mark.parametrize(("page", "cache"), [(1, 1), (3, 2), (500, 5), (7, 1_000)])
def test_given_any_page_and_any_cache_then_the_digest_is_the_same(
    log: PostgresLog, database: Database, schrijver: Schrijver, page: int, cache: int
) -> None:
    dossiers = schrijver.veel(8, 5)
    tellingen = Tellingen()
    motor(log, database, tellingen, page=page, cache=cache).catch_up()
    assert sommen(database, tellingen) == dict.fromkeys(dossiers, (5, 15))


def test_given_a_catch_up_then_progress_is_told_after_each_batch(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(5, 5)
    gehoord: list[Progress] = []
    motor(log, database, Tellingen(), page=10).catch_up(on_progress=gehoord.append)
    assert [(p.naam, p.van, p.positie, p.doel) for p in gehoord] == [
        ("tellingen", 0, 10, 25),
        ("tellingen", 0, 20, 25),
        ("tellingen", 0, 25, 25),
    ]


def test_given_an_unknown_type_then_the_reader_stops_before_it_and_says_so(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossier = uuid4()
    schrijver.schrijf(dossier, Geteld(aantal=1))
    schrijver.ruw(dossier, ("Verzonnen", 3, b"{}"))
    schrijver.schrijf(dossier, Geteld(aantal=1))
    model, regels = Tellingen(), Regels()
    engine = motor(log, database, model, regels)
    with pytest.raises(UnknownEventType, match=r"Verzonnen \(schemaversie 3\) op positie 2"):
        engine.catch_up()
    assert sommen(database, model) == {dossier: (1, 1)}
    for status in engine.status(NU):
        assert (status.staat, status.positie, status.achterstand) == ("gestopt", 1, 2)
        assert (status.fout_positie, status.fout_dossier) == (2, None)
        assert status.fout is not None
        assert "Verzonnen" in status.fout


def test_given_the_type_becomes_known_when_caught_up_then_the_reader_goes_on(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossier = uuid4()
    schrijver.schrijf(dossier, Geteld(aantal=1), Gemerkt(merk="x"))
    model = Tellingen()
    oud = Engine(log, Codec([EventType("Geteld", 1, Geteld)]), database, [model], FOLD)
    with pytest.raises(UnknownEventType):
        oud.catch_up()
    engine = motor(log, database, model)
    engine.catch_up()
    (status,) = engine.status(NU)
    assert (status.staat, status.fout) == ("bij", None)
    assert sommen(database, model) == {dossier: (2, 1)}


def test_given_older_code_that_knows_less_then_the_read_model_stops_and_parks_nothing(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossier = uuid4()
    schrijver.schrijf(dossier, Gemerkt(merk="x"))
    model = Tellingen()
    motor(log, database, model).catch_up()
    schrijver.schrijf(dossier, Geteld(aantal=1))
    ouder = Engine(log, Codec([EventType("Geteld", 1, Geteld)]), database, [model], FOLD)
    with pytest.raises(ProjectionBroken, match="UnknownEventType: gebeurtenis Gemerkt"):
        ouder.catch_up()
    (status,) = ouder.status(NU)
    assert (status.staat, status.positie, status.geparkeerd) == ("gestopt", 1, ())


def test_given_the_table_is_gone_then_that_read_model_stops_and_the_others_go_on(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(3, 2)
    stuk, heel = Regels(), Tellingen()
    engine = motor(log, database, stuk, heel)
    engine.prepare()
    with database.begin() as verbinding:
        verbinding.execute(text("DROP TABLE leesmodel.regels_v1"))
    with pytest.raises(ProjectionBroken, match="leesmodel regels staat stil: ProgrammingError"):
        engine.catch_up()
    assert sommen(database, heel) == dict.fromkeys(dossiers, (2, 3))
    status, _ = engine.status(NU)
    assert (status.staat, status.geparkeerd) == ("gestopt", ())


def test_given_nothing_can_be_applied_then_the_read_model_stops_instead_of_parking_all(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    for _ in range(30):
        schrijver.schrijf(uuid4(), Gemerkt(merk="gif"))
    engine = motor(log, database, Tellingen(gif=("gif",)))
    with pytest.raises(ProjectionBroken, match="leesmodel tellingen staat stil: Gif: gif"):
        engine.catch_up()
    (status,) = engine.status(NU)
    assert (status.staat, status.positie, status.fout_positie) == ("gestopt", 0, 1)
    assert status.geparkeerd == ()


def test_given_a_read_model_that_fails_in_company_only_then_nothing_waits_and_nothing_is_double(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(5, 3)

    def schuw(batch: Batch[object]) -> None:
        if len(batch.events) > 1:
            raise Gif(str(len(batch.events)))

    optellers = Optellers(na_rijen=schuw)
    engine = motor(log, database, optellers)
    engine.catch_up()
    assert optellers.aantallen(database) == dict.fromkeys(dossiers, 3)
    assert engine.status(NU)[0].geparkeerd == ()


@pytest.mark.parametrize("bij", [2, 1], ids=["several", "one"])
def test_given_the_database_fails_while_poison_is_looked_for_then_nothing_is_parked(
    log: PostgresLog, database: Database, schrijver: Schrijver, bij: int
) -> None:
    dossiers = schrijver.veel(4, 2)
    stuk = True
    weg = OperationalError(str(bij), None, Exception())

    def val(batch: Batch[object]) -> None:
        if stuk and len(batch.events) == bij:
            raise weg
        if stuk:
            raise Gif

    optellers = Optellers(na_rijen=val)
    engine = motor(log, database, optellers)
    with pytest.raises(OperationalError):
        engine.catch_up()
    assert engine.status(NU)[0].geparkeerd == ()
    assert optellers.aantallen(database) == {}
    stuk = False
    engine.catch_up()
    assert optellers.aantallen(database) == dict.fromkeys(dossiers, 2)


def test_given_a_batch_when_its_dossiers_are_asked_twice_then_they_are_folded_once() -> None:
    keren: Iterator[dict[UUID, Telling]] = iter([{}])
    batch = Batch([], lambda: next(keren))
    assert batch.dossiers() is batch.dossiers()


def test_given_a_waiting_event_then_the_lag_is_told_in_events_and_seconds(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    engine = motor(log, database, Tellingen())
    schrijver.schrijf(uuid4(), Geteld(aantal=1), Geteld(aantal=1))
    (opgenomen,) = log.read(0, 1)
    later = opgenomen.envelop.geregistreerd_op.replace(year=2099)
    (status,) = engine.status(later)
    assert (status.staat, status.achterstand, status.bijgewerkt_op) == ("nieuw", 2, None)
    wacht = (later - opgenomen.envelop.geregistreerd_op).total_seconds()
    assert status.achterstand_seconden == wacht
    engine.catch_up(tot=1)
    (status,) = engine.status(NU.replace(year=2000))
    assert (status.staat, status.achterstand, status.achterstand_seconden) == ("achter", 1, 0.0)


def test_given_a_broken_event_when_its_dossier_is_folded_then_the_cause_is_kept(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.schrijf(uuid4(), Geteld(aantal=1))
    engine = motor(log, database, Tellingen())
    (opgenomen,) = log.read(0, 1)
    gestuikt = Broken(ValueError("x"), opgenomen.envelop)
    uitkomst = engine.reader.folder.after([gestuikt], 1)[opgenomen.envelop.dossier_id]
    assert isinstance(uitkomst, FoldFailed)
    assert isinstance(uitkomst.__cause__, ValueError)
    assert CODEC.types
