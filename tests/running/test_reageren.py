"""`react`: what follows from a fact is asked once, whatever happened to the process that asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from handhaving.bootstrap import open_app
from handhaving.dossier.decider import vouw as decider_vouw
from handhaving.eventlog.projection import LeaseHeld, WrongLog, checkpoint
from handhaving.running import catch_up, react, reaction_position, reageren, rebuild, tick
from handhaving.running.reageren import REACTIES
from tests.running.kantoor import MET_BEWIJS, Kantoor, om

if TYPE_CHECKING:
    from uuid import UUID

    from handhaving.bootstrap import App
    from handhaving.dossier.state import Taak
    from handhaving.settings import Settings

GEVRAAGD = "HerbekijkenGevraagd"


def teveel(kantoor: Kantoor, referentie: str = "REF-1") -> UUID:
    """A claim on which ten euros too much were paid."""
    dossier_id = kantoor.in_gebreke()
    tick(kantoor.app, om("2025-04-10"))
    kantoor.betekend(dossier_id)
    betaal(kantoor, dossier_id, referentie, "110.00")
    return dossier_id


def betaal(kantoor: Kantoor, dossier_id: UUID, referentie: str, bedrag: str) -> None:
    kantoor.doe(
        dossier_id,
        "2025-07-10",
        "BoekBetaling",
        vordering="V1",
        bedrag=bedrag,
        valutadatum="2025-07-10",
        bankreferentie=referentie,
    )


def taken(app: App, dossier_id: UUID) -> list[Taak]:
    return list(app.service.lees(dossier_id, met_sleutels=False).taken.values())


def terug_naar(app: App, positie: int) -> None:
    """As if the process died after its commands and before its checkpoint."""
    with app.projections.database.begin() as connection:
        row = app.log.read(positie - 1, 1)
        connection.execute(
            checkpoint.CHECKPOINT.update()
            .where(REACTIES.row(checkpoint.CHECKPOINT))
            .values(positie=positie, blad=row[0].blad.hex() if positie else "")
        )


def test_given_a_fact_then_its_question_is_asked_with_its_cause_and_only_once(
    kantoor: Kantoor,
) -> None:
    dossier_id = teveel(kantoor)
    verslag = react(kantoor.app)
    assert [(g.vraag, g.betreft) for g in verslag.gevraagd] == [("teveelBetaald", "V1")]
    assert verslag.tot == reaction_position(kantoor.app) == kantoor.app.log.last_position()
    (taak,) = taken(kantoor.app, dossier_id)
    assert (taak.opdracht, taak.gegevens["bedrag"]) == ("BetaalTerug", "10.00")
    feit, envelop = kantoor.app.service.historiek(dossier_id, met_sleutels=False)[-1]
    assert (envelop.type, envelop.door.rol) == (GEVRAAGD, "systeem")
    assert envelop.oorzaak_id == verslag.gevraagd[0].oorzaak_id
    assert feit.grondslag
    nog = react(kantoor.app)
    assert (nog.gevraagd, nog.zelf) == ([], False)


def test_given_a_crash_before_the_checkpoint_then_nothing_is_asked_twice(kantoor: Kantoor) -> None:
    dossier_id = teveel(kantoor)
    react(kantoor.app)
    (taak,) = taken(kantoor.app, dossier_id)
    kantoor.doe(dossier_id, "2025-07-11", "HandelTaakAf", taak=taak.sleutel, uitkomst="gezien")
    terug_naar(kantoor.app, 0)
    verslag = react(kantoor.app)
    assert (verslag.gevraagd, verslag.herhaald) == ([], 1)
    assert kantoor.soorten(dossier_id).count(GEVRAAGD) == 1


def test_given_a_standstill_then_what_was_overtaken_is_not_asked(kantoor: Kantoor) -> None:
    dossier_id = teveel(kantoor)
    kantoor.doe(
        dossier_id, "2025-07-11", "BetaalTerug", vordering="V1", bedrag="10.00", op="2025-07-11"
    )
    open_ = teveel(kantoor, "REF-2")
    verslag = react(kantoor.app)
    assert [g.dossier_id for g in verslag.gevraagd] == [open_]
    assert GEVRAAGD not in kantoor.soorten(dossier_id)


def test_given_a_rebuild_then_nothing_is_asked(kantoor: Kantoor) -> None:
    dossier_id = teveel(kantoor)
    catch_up(kantoor.app)
    rebuild(kantoor.app, "dossierstand")
    assert GEVRAAGD not in kantoor.soorten(dossier_id)
    assert reaction_position(kantoor.app) == 0


def test_given_two_processes_at_once_then_each_question_once(
    kantoor: Kantoor, settings: Settings
) -> None:
    dossiers = [teveel(kantoor, f"REF-{n}") for n in range(4)]

    def een(_: int) -> int:
        with open_app(settings, klok=kantoor.app.klok) as app:
            return len(react(app).gevraagd)

    with ThreadPoolExecutor(3) as draden:
        assert sum(draden.map(een, range(3))) == len(dossiers)
    assert [kantoor.soorten(d).count(GEVRAAGD) for d in dossiers] == [1] * 4


def test_given_a_process_that_lost_its_lease_then_it_asks_nothing_more(kantoor: Kantoor) -> None:
    teveel(kantoor)
    database = kantoor.app.projections.database
    checkpoint.prepare(database, [])
    with database.begin() as connection:
        oud = checkpoint.acquire(connection, REACTIES, kantoor.app.projections.tenant)
    with database.begin() as connection:
        checkpoint.release(connection, oud)
    react(kantoor.app)
    with pytest.raises(checkpoint.LeaseLost), database.begin() as connection:
        checkpoint.advance(connection, oud, 1, "")


def test_given_another_holds_the_lease_and_stands_still_then_we_say_so(
    kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    teveel(kantoor)
    monkeypatch.setattr(reageren, "_PATIENCE", 0.2)
    database = kantoor.app.projections.database
    checkpoint.prepare(database, [])
    with database.begin() as connection:
        checkpoint.acquire(connection, REACTIES, kantoor.app.projections.tenant)
    with pytest.raises(LeaseHeld, match="reacties"):
        react(kantoor.app)


def test_given_a_checkpoint_of_another_log_then_it_is_refused(kantoor: Kantoor) -> None:
    teveel(kantoor)
    react(kantoor.app)
    with kantoor.app.projections.database.begin() as connection:
        connection.execute(
            checkpoint.CHECKPOINT.update()
            .where(REACTIES.row(checkpoint.CHECKPOINT))
            .values(blad="00")
        )
    betaal(kantoor, teveel(kantoor, "REF-2"), "REF-3", "10.00")
    with pytest.raises(WrongLog, match="reacties"):
        react(kantoor.app)


def test_given_a_dossier_that_cannot_be_decided_then_it_waits_and_the_others_go_on(
    kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kapot, goed = teveel(kantoor), teveel(kantoor, "REF-2")
    echt = decider_vouw

    def vouw(dossier_id: UUID, paren: object, **meer: object) -> object:
        if dossier_id == kapot:
            msg = "dit dossier vouwt niet"
            raise ValueError(msg)
        return echt(dossier_id, paren, **meer)  # type: ignore[arg-type]

    with monkeypatch.context() as even:
        even.setattr(reageren, "vouw", vouw)
        verslag = react(kantoor.app)
        assert [g.dossier_id for g in verslag.gevraagd] == [goed]
        assert verslag.geparkeerd == [kapot]
        betaal(kantoor, kapot, "REF-9", "5.00")
        nog = react(kantoor.app)
        assert (nog.gevraagd, nog.geparkeerd) == ([], [kapot])
    weer = react(kantoor.app)
    assert [(g.dossier_id, g.vraag) for g in weer.gevraagd] == [(kapot, "teveelBetaald")]
    assert weer.geparkeerd == []
    assert react(kantoor.app).zelf is False


def test_given_a_log_in_earnest_then_the_question_carries_the_clock_of_now(
    echte_app: App,
) -> None:
    kantoor = Kantoor(echte_app)
    dossier_id = kantoor.in_gebreke(kanaal=MET_BEWIJS)
    kantoor.doe(dossier_id, "2025-03-20", "RegistreerOnbestelbaar", stuk="S1", op="2025-03-20")
    verslag = react(echte_app)
    assert [g.vraag for g in verslag.gevraagd] == ["adresonderzoek"]
    _, envelop = echte_app.service.historiek(dossier_id, met_sleutels=False)[-1]
    assert envelop.geldig_op.isoformat() == "2025-03-20", "the day of its cause"
