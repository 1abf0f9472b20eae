"""The read models on real dossiers: what they hold is what the decider says, and never a person."""

from __future__ import annotations

import json
import threading
import time
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from handhaving import running
from handhaving.dossier.decider import GEBEURTENISSEN
from handhaving.dossier.stand import zonder_dag
from handhaving.dossier.termijnen import termijnen as uit_dossier
from handhaving.eventlog.migreer import READER
from handhaving.eventlog.persoonlijk import VERZEGELD
from handhaving.eventlog.projection import NotParked, digest
from handhaving.recht.bedragen import Cent
from handhaving.recht.kanalen import Kanaal
from projections import REGISTRY, auditspoor, dossierstand, taal, termijnen
from tests.running.kantoor import ADRES, MET_BEWIJS, PERSOON, TEKST, om

if TYPE_CHECKING:
    from uuid import UUID

    from handhaving.bootstrap import App
    from handhaving.dossier.basis import Gebeurtenis
    from tests.running.kantoor import Kantoor

GEHEIM = [
    waarde
    for waarde in (TEKST, *ADRES.values(), *PERSOON.values())
    if isinstance(waarde, str) and len(waarde) > 3
]


@pytest.fixture
def leven(kantoor: Kantoor) -> UUID:
    """A dossier that went from an infringement to a claim that was partly paid."""
    dossier_id = kantoor.in_gebreke(persoon=PERSOON)
    running.tick(kantoor.app, om("2025-04-10"))
    kantoor.betekend(dossier_id)
    running.tick(kantoor.app, om("2025-09-01"))
    kantoor.doe(
        dossier_id,
        "2025-09-10",
        "BoekBetaling",
        vordering="V1",
        bedrag="40.00",
        valutadatum="2025-09-09",
        bankreferentie="BANK-1",
    )
    running.catch_up(kantoor.app)
    return dossier_id


def afdrukken(app: App) -> list[object]:
    with app.engine.begin() as verbinding:
        return [digest(verbinding, model.metadata) for model in REGISTRY]


def test_given_a_dossier_then_dossierstand_holds_what_stand_says(
    kantoor: Kantoor, leven: UUID
) -> None:
    dossier = kantoor.app.service.lees(leven)
    with kantoor.app.engine.connect() as verbinding:
        rij = dossierstand.rij(verbinding, leven)
        assert dossierstand.rij(verbinding, uuid4()) is None
    assert rij is not None
    assert rij["stand"] == json.loads(json.dumps(zonder_dag(dossier)))
    assert (rij["versie"], rij["agentschappen"]) == (dossier.versie, ["Atlas"])
    assert (rij["fasen"], rij["inbreuktypes"]) == (["definitief"], ["I01"])
    assert rij["vorderingen"] == ["deelsBetaald"]
    assert (rij["hoofdsom"], rij["betaald"]) == (10_000, 4_000)
    assert (rij["open_hoofdsom"], rij["open_kosten"]) == (6_000, 0)
    assert rij["verjaart_op"] == dossier.vorderingen["V1"].verjaring.datum  # type: ignore[union-attr]
    assert rij["positie"] == kantoor.app.log.last_position()


def test_given_dossiers_then_a_list_asks_for_phase_and_agency_page_by_page(
    kantoor: Kantoor, leven: UUID
) -> None:
    ander = kantoor.in_gebreke()
    running.catch_up(kantoor.app)
    with kantoor.app.engine.connect() as verbinding:
        alle = dossierstand.lijst(verbinding)
        assert [r["dossier_id"] for r in alle] == sorted([leven, ander])
        gevonden = dossierstand.lijst(verbinding, fase="inGebreke", agentschap="Atlas")
        assert [r["dossier_id"] for r in gevonden] == [ander]
        assert dossierstand.lijst(verbinding, agentschap="Amal") == []
        volgende = dossierstand.lijst(verbinding, na=alle[0]["dossier_id"], limiet=1)
        assert [r["dossier_id"] for r in volgende] == [alle[1]["dossier_id"]]


def test_given_a_dossier_then_its_terms_are_those_of_the_decider(
    kantoor: Kantoor, leven: UUID
) -> None:
    dossier = kantoor.app.service.lees(leven)
    with kantoor.app.engine.connect() as verbinding:
        rijen = termijnen.van_dossier(verbinding, leven)
    gevonden = {
        (r["soort"], r["betreft"]): (r["vervalt_op"], r["staat"], r["gezet_door"], r["opdracht"])
        for r in rijen
    }
    assert gevonden == {
        (t.soort, t.betreft): (t.vervalt_op, t.staat, t.gezet_door, t.opdracht)
        for t in uit_dossier(dossier)
    }
    assert len({r["termijn_id"] for r in rijen}) == len(rijen)
    eerste = rijen[0]
    assert eerste["termijn_id"] == termijnen.termijn_id(leven, eerste["soort"], eerste["betreft"])


def test_given_a_dossier_then_its_trail_has_a_sentence_per_event(
    kantoor: Kantoor, leven: UUID
) -> None:
    historiek = kantoor.app.service.historiek(leven)
    with kantoor.app.engine.connect() as verbinding:
        rijen = auditspoor.spoor(verbinding, leven)
    assert [r["type"] for r in rijen] == [e.type for _, e in historiek]
    assert [r["zin"] for r in rijen] == [taal.zin(g) for g, _ in historiek]
    assert [r["geregistreerd_op"] for r in rijen] == [e.geregistreerd_op for _, e in historiek]
    assert [r["geldig_op"] for r in rijen] == [e.geldig_op for _, e in historiek]
    assert [r["te_verifieren"] for r in rijen] == [
        any(g["status"] == "te_verifieren" for g in r["grondslag"]) for r in rijen
    ]
    wie = {(r["door_id"], r["door_rol"], r["door_organisatie"]) for r in rijen}
    assert ("systeem", "systeem", "ABB") in wie
    zinnen = [r["zin"] for r in rijen]
    assert "Betaling van € 40,00 op V1, valuta 9 september 2025." in zinnen
    verzonden = next(z for z in zinnen if z.startswith("Ingebrekestelling voor I1"))
    assert "4 maart 2025 (aangetekend met ontvangstbewijs" in verzonden


def test_given_personal_values_then_no_read_model_holds_one(kantoor: Kantoor, leven: UUID) -> None:
    with kantoor.app.engine.connect() as verbinding:
        tabellen = verbinding.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'leesmodel'")
        ).scalars()
        alles = "\n".join(
            regel
            for tabel in list(tabellen)
            for regel in verbinding.execute(
                text(f"SELECT t::text FROM leesmodel.{tabel} AS t")  # noqa: S608 - eigen tabellen
            ).scalars()
        )
    assert str(leven) in alles
    assert [geheim for geheim in GEHEIM if geheim in alles] == []


def test_given_the_person_is_erased_then_the_read_models_are_the_same(
    kantoor: Kantoor, leven: UUID
) -> None:
    voor = afdrukken(kantoor.app)
    kantoor.app.log.destroy_keys(leven)
    for model in REGISTRY:
        assert all(uit.gelijk for uit in running.rebuild(kantoor.app, model.naam))
    assert afdrukken(kantoor.app) == voor


def test_given_live_running_and_a_fold_from_scratch_and_a_second_feeding_then_all_are_the_same(
    kantoor: Kantoor, leven: UUID
) -> None:
    kantoor.in_gebreke()
    running.catch_up(kantoor.app)
    voor = afdrukken(kantoor.app)
    for model in REGISTRY:
        (vergeleken,) = running.compare(kantoor.app, model.naam)
        assert vergeleken.gelijk, vergeleken
    with kantoor.app.engine.begin() as verbinding:
        verbinding.execute(text("UPDATE leesmodel.checkpoint SET positie = 0, blad = ''"))
    running.catch_up(kantoor.app)
    assert afdrukken(kantoor.app) == voor
    assert [s.staat for s in running.status(kantoor.app)] == ["bij"] * len(REGISTRY)


def test_given_a_rebuild_then_the_readers_role_may_read_and_no_more(
    kantoor: Kantoor, leven: UUID
) -> None:
    for model in REGISTRY:
        running.rebuild(kantoor.app, model.naam)
    with psycopg.connect(kantoor.app.database_url) as lezer:
        lezer.execute(f"SET ROLE {READER}")
        for tabel in ("dossierstand_v1", "termijnen_v1", "auditspoor_v1", "checkpoint"):
            assert lezer.execute(f"SELECT count(*) FROM leesmodel.{tabel}").fetchone() != (0,)  # noqa: S608 - eigen tabellen
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            lezer.execute("DELETE FROM leesmodel.termijnen_v1")


def test_given_the_engine_runs_when_a_command_is_done_then_the_models_show_it_at_once(
    kantoor: Kantoor,
) -> None:
    stop = threading.Event()
    draad = threading.Thread(target=running.run_forever, args=(kantoor.app, stop))
    running.catch_up(kantoor.app)
    draad.start()
    try:
        dossier_id = kantoor.in_gebreke()
        einde = time.monotonic() + 10
        while any(s.achterstand for s in running.status(kantoor.app)):
            assert time.monotonic() < einde
            time.sleep(0.01)
        with kantoor.app.engine.connect() as verbinding:
            assert dossierstand.rij(verbinding, dossier_id) is not None
    finally:
        stop.set()
        draad.join(10)


def test_given_a_dossier_that_is_not_parked_then_retry_and_skip_say_so(
    kantoor: Kantoor, leven: UUID
) -> None:
    with pytest.raises(NotParked):
        running.retry(kantoor.app, "termijnen", leven)
    with pytest.raises(NotParked):
        running.skip(kantoor.app, "termijnen", leven, door="x", reden_code="y")


@pytest.mark.parametrize("klasse", GEBEURTENISSEN.values(), ids=GEBEURTENISSEN)
def test_given_any_event_then_its_sentence_names_only_fields_that_are_not_personal(
    klasse: type[Gebeurtenis],
) -> None:
    delen = taal.plan(klasse)
    assert not any(taal.VERBORGEN in deel.text for deel in delen)
    assert klasse.historiek.endswith(".")


@pytest.mark.parametrize(
    ("waarde", "woord"),
    [
        (None, "onbekend"),
        (True, "ja"),
        (False, "nee"),
        (Cent(-125_000), "-1.250,00"),
        (Cent(5), "0,05"),
        (date(2026, 4, 7), "7 april 2026"),
        (Kanaal(MET_BEWIJS), "aangetekend met ontvangstbewijs"),
        (("b", "a"), "a, b"),
        ((), "geen"),
        (VERZEGELD, "…"),
        (3, "3"),
    ],
)
def test_given_a_value_then_it_is_said_in_dutch(waarde: object, woord: str) -> None:
    assert taal.woord(waarde) == woord


def test_given_a_code_with_a_capital_then_it_stays_as_it_is() -> None:
    assert taal.gesplitst("AgII") == "AgII"
