"""What a refusal says can be done now: with the thing it is about, and only what people may do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.basis import Rol, Weigering
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.mogelijk import VOORWERPEN, waarover
from tests.dossier.spel import doe
from tests.dossier.trap import tot
from tests.dossier.voorbeelden import VOORBEELDEN

if TYPE_CHECKING:
    from tests.dossier.spel import Spel

ALLEEN_SYSTEEM = {naam for naam, klasse in OPDRACHTEN.items() if klasse.rollen == {Rol.SYSTEEM}}
MORGEN = timedelta(days=1)


def te_vroeg(spel: Spel, naam: str, **wat: object) -> Weigering:
    """The same command with a day to come: refused, whatever the state."""
    geldig_op = (spel.vandaag + MORGEN).isoformat()
    weigering = spel.stap(doe(naam, **{**wat, "geldigOp": geldig_op})).weigering
    assert weigering is not None
    assert weigering.code != "OngeldigeGegevens", weigering
    return weigering


@pytest.mark.parametrize("naam", sorted(OPDRACHTEN))
def test_given_any_command_when_refused_then_what_can_be_is_for_people_and_can_be(
    naam: str,
) -> None:
    voorbeeld = VOORBEELDEN[naam]
    spel = voorbeeld.spel()
    geldig_op = (spel.vandaag + MORGEN).isoformat()
    stap = doe(naam, **{**voorbeeld.gevuld(), "geldigOp": geldig_op})
    weigering = spel.stap(stap).weigering
    if weigering is None or weigering.code != "DatumInDeToekomst":
        return
    assert not ALLEEN_SYSTEEM & {*weigering.mogelijk}
    voorwerp = waarover(OPDRACHTEN[naam])
    van_hier = {voorwerp, "taak"}
    assert {waarover(OPDRACHTEN[m]) for m in weigering.mogelijk} <= van_hier
    if voorwerp is not None and voorwerp != "inbreuk" and naam not in ALLEEN_SYSTEEM:
        assert naam in weigering.mogelijk or OPDRACHTEN[naam].opent


def test_every_kind_of_thing_has_its_commands() -> None:
    gevonden = {waarover(klasse) for klasse in OPDRACHTEN.values()}
    assert gevonden == {*VOORWERPEN, "dossier", None}
    assert {n for n, k in OPDRACHTEN.items() if waarover(k) is None} - ALLEEN_SYSTEEM == {
        "OpenDossier",
        "ZetGebeurtenisRecht",
    }


def test_no_way_out_is_for_the_system_alone() -> None:
    te_doen = [Weigering]
    while te_doen:
        klasse = te_doen.pop()
        te_doen += klasse.__subclasses__()
        assert not ALLEEN_SYSTEEM & {*klasse.uitweg}, klasse


def test_given_a_claim_that_stands_still_then_resuming_is_the_way_out() -> None:
    spel = tot("inGebrekeTotBetaling").met(
        doe("SchortInvorderingOp", "2025-03-03", vordering="V1", reden="x", vanaf="2025-03-03")
    )
    stap = doe(
        "VerzendAanmaning",
        "2025-03-10",
        vordering="V1",
        kanaal="aangetekend",
        verzondenOp="2025-03-10",
    )
    weigering = spel.stap(stap).geweigerd("InvorderingIsOpgeschort")
    assert {"HervatInvordering", "BoekBetaling", "ScheldKwijt"} <= {*weigering.mogelijk}
    assert {"VerzendAanmaning", "SchortInvorderingOp", "DraagOverAanVlabel"}.isdisjoint(
        weigering.mogelijk
    )


def test_given_a_payment_before_the_decision_then_what_can_be_with_the_claim() -> None:
    stap = doe(
        *("BoekBetaling", "2024-12-20"),
        vordering="V1",
        bedrag="1.00",
        valutadatum="2024-01-01",
        bankreferentie="CODA-1",
    )
    weigering = tot("aangemaand").stap(stap).geweigerd("BetalingVoorBesluit")
    assert {"BoekBetaling", "VerzendAanmaning"} <= {*weigering.mogelijk}
    assert "HervatInvordering" not in weigering.mogelijk


def test_given_a_decision_then_what_can_be_with_it() -> None:
    weigering = te_vroeg(tot("betekend"), "TrekBoetebesluitIn", besluit="B1", motivering="x")
    assert {*weigering.mogelijk} == {"StelBeroepIn", "TrekBoetebesluitIn"}
    geen = tot("betekend").stap(doe("RegistreerUitspraak", "2024-08-12", **UITSPRAAK))
    mogelijk = {*geen.geweigerd("GeenBeroepHangende").mogelijk}
    assert mogelijk == {"StelBeroepIn", "TrekBoetebesluitIn"}


UITSPRAAK: dict[str, object] = {
    "besluit": "B1",
    "uitspraak": "verworpen",
    "op": "2024-08-12",
    "definitiefOp": "2024-08-12",
}


def test_given_a_hand_over_then_what_can_be_with_it() -> None:
    waar = VOORBEELDEN["MarkeerVlabelOverdrachtVerzonden"]
    sleutel = str(waar.gevuld()["overdracht"])
    weigering = te_vroeg(waar.spel(), "MeldSaldoAanVlabel", overdracht=sleutel, op="2025-01-01")
    assert "MarkeerVlabelOverdrachtVerzonden" in weigering.mogelijk
    assert {waarover(OPDRACHTEN[naam]) for naam in weigering.mogelijk} == {"overdracht"}


def test_given_a_task_then_handling_it() -> None:
    waar = VOORBEELDEN["HandelTaakAf"]
    weigering = te_vroeg(waar.spel(), "HandelTaakAf", **waar.gevuld())
    assert weigering.mogelijk == ("HandelTaakAf",)


def test_given_a_dossier_with_open_tasks_then_they_are_the_way_out_and_closing_is_not() -> None:
    spel = VOORBEELDEN["HandelTaakAf"].spel()
    stap = doe("SluitDossier", spel.vandaag, reden="Fictief.")
    weigering = spel.stap(stap).geweigerd("DossierHeeftOpenZaken")
    assert {"HandelTaakAf", "VerleenUitstel", "WijzigPersoonsgegevens"} <= {*weigering.mogelijk}
    assert {"SluitDossier", "HeropenDossier"}.isdisjoint(weigering.mogelijk)


def test_given_a_type_that_was_not_in_force_then_what_can_be_in_the_dossier() -> None:
    stap = doe("StelInbreukVast", "2024-03-05", type="I99", datumFeit="2024-03-01")
    weigering = tot("open").stap(stap).geweigerd("InbreuktypeNietVanKracht")
    assert {"StelInbreukVast", "SluitDossier"} <= {*weigering.mogelijk}
    assert "HandelTaakAf" not in weigering.mogelijk


def test_given_a_closed_dossier_then_nothing_of_an_infringement_but_opening_it_again() -> None:
    dicht = VOORBEELDEN["HeropenDossier"].spel()
    assert te_vroeg(dicht, "NeemHistorischFeitOver", **HISTORISCH).mogelijk == ("HeropenDossier",)
    mogelijk = {*te_vroeg(dicht, "VerleenUitstel", **UITSTEL).mogelijk}
    assert "HeropenDossier" in mogelijk
    assert {"StelInbreukVast", "VerleenUitstel", "SluitDossier"}.isdisjoint(mogelijk)


HISTORISCH: dict[str, object] = {
    "inbreuk": "I1",
    "soort": "andere",
    "datum": "2024-01-01",
    "bron": "kbi01",
}
UITSTEL: dict[str, object] = {"soort": "start", "van": "2024-01-01", "tot": "2024-04-01"}
