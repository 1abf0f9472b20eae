"""Writing: idempotent, one at a time per dossier, numbers and claims without a gap or a double."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.refusals import (
    BankreferentieElders,
    GeenBevoegdheid,
    OnbekendDossier,
    OpdrachtReedsGebruikt,
)
from handhaving.dossier.toewijzing.weigeringen import DossierBestaatAl
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.log import NumberTaken
from handhaving.eventlog.memory import MemoryLog
from handhaving.service import Antwoord, VersieVerouderd
from tests.dossier.trap import FEIT, PERSOON
from tests.service.huis import Huis, om, persoon

BRIEF = {
    "besluit": "B1",
    "kanaal": "aangetekendMetOntvangstbewijs",
    "verzondenOp": "2024-08-07",
    "ontvangenOp": "2024-08-08",
    "rechtsmiddelenVermeld": True,
}
FEITEN = {"type": "I01", "datumFeit": FEIT}


def types(antwoord: Antwoord) -> list[str]:
    return [type_ for _, type_ in antwoord.gebeurtenissen]


# --- one command ------------------------------------------------------------------------------


def test_given_a_command_when_handled_then_its_events_version_and_position() -> None:
    huis = Huis()
    antwoord = huis.doe(None, "OpenDossier", **PERSOON)
    assert types(antwoord) == ["DossierGeopend", "PersoonsgegevensVastgelegd"]
    assert (antwoord.versie, antwoord.positie, antwoord.herhaald) == (2, 2, False)
    assert antwoord.dossier_id.version == 7
    daarna = huis.doe(antwoord.dossier_id, "StelInbreukVast", **FEITEN)
    assert (daarna.versie, daarna.positie) == (3, 3)
    rij = huis.log.read(2, 1)[0].envelop
    assert rij.gebeurtenis_id == daarna.gebeurtenissen[0][0]
    assert (rij.type, rij.versie) == ("InbreukVastgesteld", 3)


def test_given_who_why_and_which_trace_then_they_stand_in_the_envelope() -> None:
    huis = Huis()
    meta = replace(huis.meta("OpenDossier"), oorzaak_id=uuid4())
    huis.doe(None, "OpenDossier", meta=meta, **PERSOON)
    for rij in huis.log.read(0, 9):
        assert rij.envelop.door == meta.door
        assert rij.envelop.spoor_id == meta.spoor_id
        assert rij.envelop.oorzaak_id == meta.oorzaak_id
        assert rij.envelop.opdracht_id == meta.opdracht_id
        assert rij.envelop.geregistreerd_op == huis.nu


def test_given_a_refusal_then_nothing_is_written() -> None:
    huis = Huis()
    with pytest.raises(OnbekendDossier):
        huis.doe(uuid4(), "StelInbreukVast", **FEITEN)
    with pytest.raises(OnbekendDossier):
        huis.doe(None, "StelInbreukVast", **FEITEN)
    dossier = huis.open()
    door = Door("x", Rol.ABB, "ABB")
    with pytest.raises(GeenBevoegdheid):
        huis.doe(dossier, "StelInbreukVast", meta=huis.meta("StelInbreukVast", door=door), **FEITEN)
    assert huis.log.last_position() == 2


def test_given_nothing_to_do_then_success_without_a_position() -> None:
    huis = Huis()
    dossier = huis.open()
    meta = huis.meta("WijzigPersoonsgegevens")
    for herhaald in (False, True):
        antwoord = huis.doe(dossier, "WijzigPersoonsgegevens", meta=meta, naam=PERSOON["naam"])
        assert (antwoord.positie, antwoord.gebeurtenissen) == (None, ())
        assert (antwoord.versie, antwoord.herhaald) == (2, herhaald)


# --- asked twice --------------------------------------------------------------------------------


def test_given_the_same_command_again_then_the_first_answer_again() -> None:
    huis = Huis()
    meta = huis.meta("OpenDossier")
    eerst = huis.doe(None, "OpenDossier", meta=meta, **PERSOON)
    inbreuk = huis.meta("StelInbreukVast")
    tweede = huis.doe(eerst.dossier_id, "StelInbreukVast", meta=inbreuk, **FEITEN)
    huis.nu = om("2024-06-03")
    assert huis.doe(None, "OpenDossier", meta=meta, **PERSOON) == replace(eerst, herhaald=True)
    opnieuw = huis.doe(eerst.dossier_id, "StelInbreukVast", meta=inbreuk, **FEITEN)
    assert opnieuw == replace(tweede, herhaald=True)
    assert huis.log.last_position() == 3


def test_given_it_would_be_refused_by_now_when_asked_again_then_the_first_answer() -> None:
    huis = Huis()
    dossier = huis.tot("vastgesteld")
    meta = huis.meta("ZetInbreukRecht")
    eerst = huis.doe(dossier, "ZetInbreukRecht", meta=meta, inbreuk="I1", reden="Fictief.")
    opnieuw = huis.doe(dossier, "ZetInbreukRecht", meta=meta, inbreuk="I1", reden="Fictief.")
    assert opnieuw == replace(eerst, herhaald=True)


@pytest.mark.parametrize("wat", ["inhoud", "persoon", "rol", "dossier", "opdracht"])
def test_given_the_id_of_another_command_then_refused(wat: str) -> None:
    huis = Huis()
    dossier, ander = huis.open(17), huis.open(18)
    meta = huis.meta("StelInbreukVast")
    huis.doe(dossier, "StelInbreukVast", meta=meta, **FEITEN)
    naam, waar, gegevens = "StelInbreukVast", dossier, dict(FEITEN)
    match wat:
        case "inhoud":
            gegevens["type"] = "I02"
        case "persoon":
            meta = replace(meta, door=replace(meta.door, id="iemand-anders"))
        case "rol":
            meta = replace(meta, door=replace(meta.door, rol=Rol.BESLISSER))
        case "dossier":
            waar = ander
        case _:
            naam, gegevens = "ZetInbreukRecht", {"inbreuk": "I1", "reden": "Fictief."}
    with pytest.raises(OpdrachtReedsGebruikt) as fout:
        huis.doe(waar, naam, meta=meta, **gegevens)
    assert fout.value.feiten == {"opdrachtId": str(meta.opdracht_id)}
    assert huis.log.last_position() == 5


def test_given_one_bank_payment_twice_then_booked_once() -> None:
    huis = Huis()
    dossier = huis.tot("betekend")
    betaling = {
        "vordering": "V1",
        "bedrag": "10.00",
        "valutadatum": "2024-08-08",
        "bankreferentie": "CODA-1",
        "tegenpartij": "Fictief Persoon-99",
    }
    assert types(huis.doe(dossier, "BoekBetaling", **betaling)) == ["BetalingGeboekt"]
    assert types(huis.doe(dossier, "BoekBetaling", **betaling)) == []
    assert huis.service.lees(dossier).vorderingen["V1"].betaald == 1000


# --- versions -----------------------------------------------------------------------------------


def test_given_the_version_that_was_read_then_it_must_still_be_so() -> None:
    huis = Huis()
    dossier = huis.open()
    goed = huis.meta("StelInbreukVast", versie=2)
    huis.doe(dossier, "StelInbreukVast", meta=goed, **FEITEN)
    oud = huis.meta("StelInbreukVast", versie=2)
    with pytest.raises(VersieVerouderd) as fout:
        huis.doe(dossier, "StelInbreukVast", meta=oud, type="I02", datumFeit=FEIT)
    assert (fout.value.dossier_id, fout.value.verwacht, fout.value.werkelijk) == (dossier, 2, 3)
    assert huis.doe(dossier, "StelInbreukVast", meta=goed, **FEITEN).herhaald
    assert huis.log.last_position() == 3


def test_given_somebody_was_first_when_appending_then_stale_or_decided_again() -> None:
    class Tussendoor(MemoryLog):
        """Another writer slips in between the reading and the append, once."""

        stoorder: object = None

        def read_dossier(self, dossier_id: UUID, **wat: object):  # type: ignore[no-untyped-def]  # noqa: ANN202
            rijen = super().read_dossier(dossier_id, **wat)  # type: ignore[arg-type]
            if callable(self.stoorder):
                stoorder, self.stoorder = self.stoorder, None
                stoorder()
            return rijen

    log = Tussendoor(simulatie=True)
    huis = Huis(log)
    dossier = huis.open()
    log.stoorder = lambda: huis.doe(dossier, "StelInbreukVast", type="I02", datumFeit=FEIT)
    meta = huis.meta("StelInbreukVast", versie=2)
    with pytest.raises(VersieVerouderd) as fout:
        huis.doe(dossier, "StelInbreukVast", meta=meta, **FEITEN)
    assert (fout.value.verwacht, fout.value.werkelijk) == (2, 3)
    log.stoorder = lambda: huis.doe(dossier, "StelInbreukVast", type="I03", datumFeit=FEIT)
    antwoord = huis.doe(dossier, "StelInbreukVast", **FEITEN)
    assert (antwoord.versie, antwoord.herhaald) == (5, False)
    assert list(huis.service.lees(dossier).inbreuken) == ["I1", "I2", "I3"]
    log.stoorder = lambda: huis.doe(dossier, "StelInbreukVast", type="I04", datumFeit=FEIT)
    amal = Door("fictief-amal", "dossierbehandelaar", "Amal")
    meta = huis.meta("StelInbreukVast", versie=5, door=amal)
    with pytest.raises(VersieVerouderd) as fout:  # of no part: late, and not by how much
        huis.doe(dossier, "StelInbreukVast", meta=meta, type="I01", datumFeit="2024-02-29")
    assert (fout.value.verwacht, fout.value.werkelijk) == (5, None)


def test_given_the_races_never_end_then_it_gives_up_clearly() -> None:
    class NooitVrij(MemoryLog):
        def append(self, *_wat: object, **_hoe: object):  # type: ignore[no-untyped-def]  # noqa: ANN202
            raise NumberTaken

    huis = Huis(NooitVrij(simulatie=True))
    with pytest.raises(VersieVerouderd):
        huis.open()


def test_given_eight_writers_on_one_dossier_then_every_command_lands_without_a_gap() -> None:
    huis = Huis()
    dossier = huis.open()
    soorten = [f"I{n:02d}" for n in range(1, 9)]
    with ThreadPoolExecutor(8) as ploeg:
        antwoorden = list(
            ploeg.map(
                lambda t: huis.doe(dossier, "StelInbreukVast", type=t, datumFeit=FEIT), soorten
            )
        )
    assert sorted(a.versie for a in antwoorden) == list(range(3, 11))
    assert huis.posities() == list(range(1, 11))
    assert {i.type for i in huis.service.lees(dossier).inbreuken.values()} == set(soorten)


def test_given_eight_writers_of_one_version_then_one_wins() -> None:
    huis = Huis()
    dossier = huis.open()

    def poging(type_: str) -> Antwoord | None:
        try:
            meta = huis.meta("StelInbreukVast", versie=2)
            return huis.doe(dossier, "StelInbreukVast", meta=meta, type=type_, datumFeit=FEIT)
        except VersieVerouderd:
            return None

    with ThreadPoolExecutor(8) as ploeg:
        uit = list(ploeg.map(poging, [f"I{n:02d}" for n in range(1, 9)]))
    assert len([a for a in uit if a is not None]) == 1
    assert huis.log.last_position() == 3


# --- claims and numbers -------------------------------------------------------------------------


@pytest.mark.parametrize("velden", [("insz",), ("klantnummer", "agentschap")])
def test_given_a_person_who_has_a_dossier_when_opened_then_it_is_named(
    velden: tuple[str, ...],
) -> None:
    huis = Huis()
    dossier = huis.open()
    gegevens = {veld: persoon(17)[veld] for veld in velden}
    with pytest.raises(DossierBestaatAl) as fout:
        huis.doe(None, "OpenDossier", **gegevens)
    assert fout.value.feiten == {"dossierId": str(dossier)}
    assert huis.log.last_position() == 2


def test_given_two_at_once_for_one_person_then_one_dossier() -> None:
    huis = Huis()

    def poging(_: int) -> UUID:
        try:
            return huis.open()
        except DossierBestaatAl as fout:
            return UUID(str(fout.feiten["dossierId"]))

    with ThreadPoolExecutor(4) as ploeg:
        assert len(set(ploeg.map(poging, range(4)))) == 1
    assert huis.log.last_position() == 2


def test_given_a_bank_reference_of_another_dossier_then_refused() -> None:
    huis = Huis()
    een, ander = huis.tot("betekend", 17), huis.tot("betekend", 18)
    betaling = {"vordering": "V1", "bedrag": "10.00", "valutadatum": "2024-08-08"}
    huis.doe(een, "BoekBetaling", bankreferentie="CODA-1", **betaling)
    with pytest.raises(BankreferentieElders):
        huis.doe(ander, "BoekBetaling", bankreferentie="CODA-1", **betaling)
    huis.doe(ander, "BoekBetaling", bankreferentie="CODA-2", **betaling)


def test_given_claims_then_each_number_is_drawn_once_and_in_order() -> None:
    huis = Huis()
    dossiers = [huis.tot("beslist", nummer) for nummer in (17, 18, 19, 20)]
    huis.nu = om("2024-08-09")
    with ThreadPoolExecutor(4) as ploeg:
        list(ploeg.map(lambda d: huis.doe(d, "BetekenBoetebesluit", **BRIEF), dossiers))
    nummers = {
        v.ogm for dossier in dossiers for v in huis.service.lees(dossier).vorderingen.values()
    }
    basis = {"".join(c for c in ogm if c.isdigit())[:10] for ogm in nummers}
    assert basis == {f"202400000{n}" for n in range(1, 5)}
    assert huis.log.next_number("ogm", 2024) == 5


# --- several commands ---------------------------------------------------------------------------


def test_given_several_commands_when_one_is_refused_then_the_others_are_done() -> None:
    huis = Huis()
    uit = huis.werk(
        None,
        huis.opdracht("OpenDossier", **PERSOON),
        huis.opdracht("StelInbreukVast", **FEITEN),
        huis.opdracht("StelInbreukVast", **FEITEN),
        huis.opdracht("StelInbreukVast", type="I02", datumFeit=FEIT),
    )
    assert [type(u).__name__ for u in uit] == [
        "Antwoord",
        "Antwoord",
        "ZelfdeFeitReedsVastgesteld",
        "Antwoord",
    ]
    assert [u.versie for u in uit if isinstance(u, Antwoord)] == [2, 3, 4]
    eerste = uit[0]
    assert isinstance(eerste, Antwoord)
    dossier = huis.service.lees(eerste.dossier_id)
    assert list(dossier.inbreuken) == ["I1", "I2"]


def test_given_several_commands_again_then_every_first_answer_and_what_is_new_goes_on() -> None:
    huis = Huis()
    lijst = [
        huis.opdracht("OpenDossier", **PERSOON),
        huis.opdracht("StelInbreukVast", **FEITEN),
    ]
    eerst = huis.werk(None, *lijst)
    opnieuw = huis.werk(None, *lijst, huis.opdracht("StelInbreukVast", type="I02", datumFeit=FEIT))
    assert [replace(u, herhaald=True) for u in eerst if isinstance(u, Antwoord)] == opnieuw[:2]
    nieuw = opnieuw[2]
    assert isinstance(nieuw, Antwoord)
    assert (nieuw.versie, nieuw.herhaald) == (4, False)


def test_given_one_command_twice_in_a_row_then_done_once_and_answered_twice() -> None:
    huis = Huis()
    dossier = huis.open()
    stel = huis.opdracht("StelInbreukVast", **FEITEN)
    een, twee = huis.werk(dossier, stel, stel)
    assert isinstance(een, Antwoord)
    assert twee == replace(een, herhaald=True)
    ander = huis.opdracht("StelInbreukVast", meta=stel[1], type="I02", datumFeit=FEIT)
    goed = huis.opdracht("StelInbreukVast", type="I03", datumFeit=FEIT)
    _, weigering, derde = huis.werk(dossier, stel, ander, goed)
    assert isinstance(weigering, OpdrachtReedsGebruikt)
    assert isinstance(derde, Antwoord)
    nieuw = huis.opdracht("StelInbreukVast", type="I04", datumFeit=FEIT)
    anders = huis.opdracht("StelInbreukVast", meta=nieuw[1], type="I05", datumFeit=FEIT)
    _, nog_een = huis.werk(dossier, nieuw, anders)
    assert isinstance(nog_een, OpdrachtReedsGebruikt)


def test_given_an_expected_version_along_the_way_then_it_is_that_of_the_work() -> None:
    huis = Huis()
    dossier = huis.open()
    goed = huis.meta("StelInbreukVast", versie=3)
    huis.werk(
        dossier,
        huis.opdracht("StelInbreukVast", **FEITEN),
        huis.opdracht("StelInbreukVast", meta=goed, type="I02", datumFeit=FEIT),
    )
    fout = huis.meta("StelInbreukVast", versie=4)
    with pytest.raises(VersieVerouderd):
        huis.werk(
            dossier,
            huis.opdracht("StelInbreukVast", type="I03", datumFeit=FEIT),
            huis.opdracht("StelInbreukVast", meta=fout, type="I04", datumFeit=FEIT),
        )
    assert huis.log.last_position() == 4
