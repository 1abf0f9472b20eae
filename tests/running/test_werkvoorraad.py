"""The lists of work and of claims: what they hold, by whom, on which day, and page by page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.werk import werk
from handhaving.running import catch_up, compare, react, rebuild, tick, vorderingen, werkvoorraad
from projections.werkvoorraad import van_dossier
from tests.running.kantoor import MET_BEWIJS, Kantoor, om

if TYPE_CHECKING:
    from uuid import UUID

    from handhaving.bootstrap import App
    from handhaving.running import Vorderingrij, Werkrij

VANDAAG = date(2025, 7, 20)


def beboet(kantoor: Kantoor) -> UUID:
    """A fine that is served on 25 June 2025."""
    dossier_id = kantoor.in_gebreke()
    tick(kantoor.app, om("2025-04-10"))
    kantoor.betekend(dossier_id)
    return dossier_id


def betaal(kantoor: Kantoor, dossier_id: UUID, bedrag: str, op: str = "2025-07-10") -> None:
    kantoor.doe(
        dossier_id,
        op,
        "BoekBetaling",
        vordering="V1",
        bedrag=bedrag,
        valutadatum=op,
        bankreferentie=f"REF-{dossier_id.hex[:12]}",
    )


def lijst(app: App, op: date = VANDAAG, **wat: object) -> list[Werkrij]:
    catch_up(app)
    totaal, rijen = werkvoorraad(app, op, **{"per_pagina": 100} | wat)  # type: ignore[arg-type]
    assert totaal == len(rijen)
    return list(rijen)


def op_dag(app: App, op: date, **wat: object) -> list[Vorderingrij]:
    catch_up(app)
    _, rijen = vorderingen(app, op, VANDAAG, **wat)  # type: ignore[arg-type]
    return list(rijen)


def test_given_a_dossier_then_its_rows_are_what_the_domain_says(kantoor: Kantoor) -> None:
    dossier_id = beboet(kantoor)
    catch_up(kantoor.app)
    with kantoor.app.engine.connect() as verbinding:
        rows = van_dossier(verbinding, dossier_id)
    dossier = kantoor.app.service.lees(dossier_id, met_sleutels=False)
    assert [(r["soort"], r["betreft"], r["rol"], r["vanaf"]) for r in rows] == [
        (w.soort, w.betreft, w.rol.value, w.vanaf) for w in werk(dossier)
    ]


def test_given_what_must_wait_then_it_is_not_shown_before_its_day(kantoor: Kantoor) -> None:
    beboet(kantoor)
    voor = [r.soort for r in lijst(kantoor.app, date(2025, 7, 20))]
    assert voor == ["verzendBetaalverzoek"]
    na = lijst(kantoor.app, date(2025, 8, 1))
    assert [r.soort for r in na] == ["aanmaning-1", "verzendBetaalverzoek"]
    assert na[0].streefdatum is not None, "the law of that day says when"
    assert na[0].dagen == (na[0].streefdatum - date(2025, 8, 1)).days


def test_given_roles_and_agencies_then_each_finds_its_own(kantoor: Kantoor) -> None:
    beboet(kantoor)
    open_ = kantoor.in_gebreke(kanaal="aangetekend")
    tick(kantoor.app, om("2025-06-10"))
    assert [r.dossier_id for r in lijst(kantoor.app, rol="dossierbehandelaar")] == [open_]
    assert [r.dossier_id for r in lijst(kantoor.app, organisatie="Atlas")] == [open_]
    assert lijst(kantoor.app, organisatie="Amal") == []
    assert [r.soort for r in lijst(kantoor.app, soort="maakOverAanABB")] == ["maakOverAanABB"]
    assert {r.rol for r in lijst(kantoor.app, rol="boekhouder")} == {"boekhouder"}


def test_given_deadlines_then_the_most_pressing_comes_first_and_pages_follow(
    kantoor: Kantoor,
) -> None:
    for _ in range(3):
        beboet(kantoor)
    catch_up(kantoor.app)
    totaal, een = werkvoorraad(kantoor.app, date(2025, 8, 1), per_pagina=4)
    _, twee = werkvoorraad(kantoor.app, date(2025, 8, 1), pagina=2, per_pagina=4)
    assert (totaal, len(een), len(twee)) == (6, 4, 2)
    assert len({(r.dossier_id, r.soort) for r in (*een, *twee)}) == 6
    _, terug = werkvoorraad(kantoor.app, date(2025, 8, 1), sorteer="-vanaf", per_pagina=1)
    assert terug[0].soort == "aanmaning-1"
    assert lijst(kantoor.app, date(2025, 8, 1), tot=date(2025, 8, 2)) == []
    (*_, laatste) = lijst(kantoor.app, date(2025, 8, 1), tot=date(2025, 8, 31))
    assert laatste.soort == "aanmaning-1"
    with pytest.raises(ValueError, match="toeval"):
        werkvoorraad(kantoor.app, VANDAAG, sorteer="toeval")


def test_given_a_question_then_it_stands_in_the_work_until_it_is_answered(kantoor: Kantoor) -> None:
    dossier_id = beboet(kantoor)
    betaal(kantoor, dossier_id, "110.00")
    react(kantoor.app)
    (rij,) = lijst(kantoor.app)
    assert (rij.soort, rij.opdracht, rij.hindert) == ("teveelBetaald", "BetaalTerug", True)
    assert rij.gegevens == {"vordering": "V1", "bedrag": "10.00", "op": rij.gegevens["op"]}
    kantoor.doe(
        dossier_id, "2025-07-15", "BetaalTerug", vordering="V1", bedrag="10.00", op="2025-07-15"
    )
    assert lijst(kantoor.app) == []


def test_given_a_claim_then_its_row_agrees_with_the_state_on_every_day(kantoor: Kantoor) -> None:
    dossier_id = beboet(kantoor)
    betaal(kantoor, dossier_id, "30.00")
    for dag in (date(2025, 6, 25), date(2025, 7, 9), date(2025, 7, 10), date(2025, 9, 1)):
        (rij,) = op_dag(kantoor.app, dag)
        dossier = kantoor.app.service.lees(dossier_id, met_sleutels=False)
        toen = stand(dossier, dag, kantoor.app.recht)["vorderingen"]["V1"]  # type: ignore[index, call-overload]
        assert rij.status == toen["status"]  # type: ignore[index, call-overload]
        assert str(rij.openstaand) == toen["openstaand"]  # type: ignore[index, call-overload]
        assert str(rij.betaald) == toen["betaald"]  # type: ignore[index, call-overload]
    assert [str(r.openstaand) for r in op_dag(kantoor.app, date(2025, 7, 9))] == ["100.00"]
    assert [str(r.openstaand) for r in op_dag(kantoor.app, date(2025, 7, 10))] == ["70.00"]
    assert op_dag(kantoor.app, date(2025, 6, 24)) == [], "it was not booked yet"


def test_given_a_status_then_the_claims_that_had_it_on_that_day(kantoor: Kantoor) -> None:
    betaald, open_ = beboet(kantoor), beboet(kantoor)
    betaal(kantoor, betaald, "100.00")

    def welke(op: date, status: str) -> list[UUID]:
        return [r.dossier_id for r in op_dag(kantoor.app, op, status=status)]

    assert welke(VANDAAG, "betaald") == [betaald]
    assert welke(VANDAAG, "open") == [open_]
    assert welke(date(2025, 9, 1), "vervallen") == [open_]
    assert welke(date(2025, 7, 9), "betaald") == []
    assert sorted(welke(date(2025, 7, 9), "open")) == sorted([betaald, open_])
    assert welke(date(2025, 7, 12), "betaald") == [betaald]
    totaal, _ = vorderingen(kantoor.app, VANDAAG, VANDAAG, agentschap="Atlas", per_pagina=1)
    assert totaal == 2
    assert vorderingen(kantoor.app, VANDAAG, VANDAAG, agentschap="Amal")[0] == 0
    twee, tweede = vorderingen(
        kantoor.app, date(2025, 7, 9), VANDAAG, status="open", pagina=2, per_pagina=1
    )
    assert (twee, len(tweede)) == (2, 1)


def test_given_the_list_when_rebuilt_and_compared_then_it_is_the_same(kantoor: Kantoor) -> None:
    beboet(kantoor)
    kantoor.in_gebreke(kanaal=MET_BEWIJS)
    catch_up(kantoor.app)
    for naam in ("werkvoorraad", "vorderingen"):
        assert all(uit.gelijk for uit in rebuild(kantoor.app, naam, opnieuw=True))
        assert all(uit.gelijk for uit in compare(kantoor.app, naam))


def test_given_a_claim_at_vlabel_then_its_row_says_so_and_when_it_prescribes(
    kantoor: Kantoor,
) -> None:
    dossier_id = beboet(kantoor)
    kantoor.doe(dossier_id, "2025-06-26", "WijzigPersoonsgegevens", insz="85073003328")
    tick(kantoor.app, om("2025-09-01"))
    for dag in ("2025-09-02", "2025-09-20"):
        kantoor.doe(
            dossier_id,
            dag,
            "VerzendAanmaning",
            vordering="V1",
            kanaal="gewoon",
            verzondenOp=dag,
        )
    kantoor.doe(
        dossier_id,
        "2025-10-15",
        "StelInGebrekeTotBetaling",
        vordering="V1",
        kanaal="aangetekend",
        verzondenOp="2025-10-15",
    )
    kantoor.doe(dossier_id, "2025-11-03", "DraagOverAanVlabel", vordering="V1")
    (rij,) = op_dag(kantoor.app, date(2025, 11, 3))
    assert (rij.vlabel, rij.status) == ("voorbereid", "overdrachtVoorbereid")
    assert rij.intrest_open > 0
    assert rij.verjaart_op is not None
    assert rij.laatste_veilige_dag is not None
    assert rij.laatste_veilige_dag <= rij.verjaart_op
    (eerder,) = op_dag(kantoor.app, date(2025, 11, 2))
    assert (eerder.vlabel, eerder.status) == (None, "inGebreke")
