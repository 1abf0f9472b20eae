"""The door to personal fields: who sees what, and a row in the access log before anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import event_types
from handhaving.dossier.privacy.weigeringen import DoelNietToegelaten, DoelOntbreekt
from handhaving.dossier.refusals import (
    GeenBevoegdheid,
    OnbekendDossier,
    OngeldigeGegevens,
)
from handhaving.dossier.verzwegen import DossierBestondNogNiet
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.persoonlijk import AFGESCHERMD, GEWIST, VERZEGELD, Klasse, personal_fields
from handhaving.eventlog.toegang import MemoryAccessLog, Zoek
from handhaving.service import Doel, Kijker
from handhaving.service.inzagerecht import (
    GEWOON_DOEL,
    INZAGERECHT,
    Groep,
    doelen_van,
    groep_van,
    leesbaar,
)
from tests.dossier.spel import recht
from tests.dossier.trap import INSZ, PERSOON
from tests.service.huis import Huis, insz, persoon

if TYPE_CHECKING:
    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.eventlog.toegang import Lezing, Toegang
    from handhaving.service import Inzage

MEDISCH = "Fictieve medische reden."
BETALER = "BE00 fictieve betaler"
AMAL = Door("mw-9", "dossierbehandelaar", "Amal")
DOELEN = [None, *Doel]


def kijker(rol: Rol, doel: Doel | None = None, organisatie: str | None = None) -> Kijker:
    waar = organisatie or ("Atlas" if rol is Rol.DOSSIERBEHANDELAAR else "ABB")
    return Kijker(Door(f"{rol}-7", rol, waar), uuid4(), "toets", doel)


@pytest.fixture
def huis() -> Huis:
    return Huis()


@pytest.fixture
def dossier(huis: Huis) -> UUID:
    """A decided case, a medical postponement, a payer, and an infringement of another agency."""
    dossier_id = huis.tot("betekend")
    huis.doe(
        dossier_id,
        "VerleenUitstel",
        soort="start",
        van="2024-08-01",
        tot="2024-09-30",
        reden=MEDISCH,
        attest="Fictief attest.",
    )
    huis.doe(
        dossier_id,
        "BoekBetaling",
        vordering="V1",
        bedrag="10.00",
        valutadatum="2024-08-09",
        bankreferentie="REF-1",
        tegenpartij=BETALER,
    )
    meta = huis.meta("StelInbreukVast", door=AMAL)
    gegevens = {"type": "I02", "datumFeit": "2024-07-01", "feitenrelaas": "Fictief relaas Amal."}
    huis.doe(dossier_id, "StelInbreukVast", meta=meta, **gegevens)
    return dossier_id


def feit(inzage: Inzage, soort: str) -> Gebeurtenis:
    return next(g for g, _ in inzage.historiek if type(g).__name__ == soort)


def rijen(huis: Huis) -> tuple[Toegang, ...]:
    return huis.toegang.find(Zoek()).items


# ── geval 83 ────────────────────────────────────────────────────────────────────────────────────


def test_83_given_an_officer_who_reads_the_file_of_a_neighbour_then_it_is_noted_who_and_what(
    huis: Huis, dossier: UUID
) -> None:
    inzage = huis.service.inzage(kijker(Rol.INVORDERING), dossier)
    assert inzage.dossier.persoon.naam == PERSOON["naam"]
    (rij,) = huis.toegang.find(Zoek(dossier=dossier)).items
    assert inzage.toegang == rij
    assert (rij.lezing.door.id, rij.lezing.door.rol) == ("invordering-7", "invordering")
    assert (rij.lezing.doel, rij.lezing.ingang) == ("invordering", "toets")
    assert {"naam", "insz", "adres"} <= set(rij.lezing.identiteit)
    assert rij.lezing.gevoelig == ()
    assert rij.op == huis.nu


@pytest.mark.parametrize("doel", [None, Doel.INVORDERING])
def test_83_given_no_role_for_it_then_the_medical_reason_is_masked_purpose_or_not(
    huis: Huis, dossier: UUID, doel: Doel | None
) -> None:
    uitstel = feit(huis.service.inzage(kijker(Rol.INVORDERING, doel), dossier), "UitstelVerleend")
    assert getattr(uitstel, "reden", None) is AFGESCHERMD
    assert not any("UitstelVerleend" in v for rij in rijen(huis) for v in rij.lezing.gevoelig)


def test_83_given_the_role_then_the_medical_reason_needs_a_stated_purpose_and_is_noted(
    huis: Huis, dossier: UUID
) -> None:
    zonder = huis.service.inzage(kijker(Rol.HANDHAVINGSAMBTENAAR), dossier)
    assert getattr(feit(zonder, "UitstelVerleend"), "reden", None) is AFGESCHERMD
    assert "UitstelVerleend.reden" in zonder.afgeschermd
    met = huis.service.inzage(kijker(Rol.HANDHAVINGSAMBTENAAR, Doel.SANCTIONERING), dossier)
    assert getattr(feit(met, "UitstelVerleend"), "reden", None) == MEDISCH
    assert met.toegang is not None
    assert {"UitstelVerleend.reden", "UitstelVerleend.attest"} <= set(met.toegang.lezing.gevoelig)


# ── geen rij, geen klare waarde ─────────────────────────────────────────────────────────────────


class Kapot(MemoryAccessLog):
    def record(self, lezing: Lezing) -> Toegang:
        raise ConnectionError(lezing.ingang)


def test_given_an_access_log_that_cannot_write_then_nothing_is_handed_out(
    huis: Huis, dossier: UUID
) -> None:
    huis.service._toegang = Kapot()
    wie = kijker(Rol.BESLISSER)
    with pytest.raises(ConnectionError):
        huis.service.inzage(wie, dossier)
    with pytest.raises(ConnectionError):
        huis.service.inzage_in(wie, [dossier])
    with pytest.raises(ConnectionError):
        huis.service.vind(wie, "insz", INSZ)
    assert huis.service.inzage(wie, dossier, klassen=()).toegang is None


def test_given_no_class_asked_then_no_key_is_opened_and_nothing_is_noted(
    huis: Huis, dossier: UUID
) -> None:
    inzage = huis.service.inzage(kijker(Rol.BESLISSER), dossier, klassen=())
    assert inzage.dossier.persoon.naam is VERZEGELD
    assert rijen(huis) == ()


def test_given_one_class_asked_then_the_other_stays_sealed(huis: Huis, dossier: UUID) -> None:
    wie = kijker(Rol.BESLISSER, Doel.SANCTIONERING)
    inzage = huis.service.inzage(wie, dossier, klassen={Klasse.IDENTITEIT})
    assert inzage.dossier.persoon.naam == PERSOON["naam"]
    assert getattr(feit(inzage, "UitstelVerleend"), "reden", None) is VERZEGELD
    assert rijen(huis)[0].lezing.gevoelig == ()


def test_given_a_person_who_was_erased_then_it_says_so_and_nothing_is_noted(
    huis: Huis, dossier: UUID
) -> None:
    huis.vault.destroy(dossier)
    inzage = huis.service.inzage(kijker(Rol.BESLISSER, Doel.SANCTIONERING), dossier)
    assert inzage.dossier.persoon.naam is GEWIST
    assert rijen(huis) == ()


# ── de tabel ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rol", [r for r in Rol if r is not Rol.BEHEERDER])
@pytest.mark.parametrize("doel", DOELEN)
def test_given_any_role_and_purpose_then_exactly_what_the_table_says_is_clear(
    huis: Huis, dossier: UUID, rol: Rol, doel: Doel | None
) -> None:
    wie = kijker(rol, doel)
    if doel is not None and doel not in doelen_van(rol):
        with pytest.raises(DoelNietToegelaten) as geweigerd:
            huis.service.inzage(wie, dossier)
        assert geweigerd.value.feiten["toegelaten"] == sorted(doelen_van(rol))
        return
    inzage = huis.service.inzage(wie, dossier)
    getoond: set[str] = set()
    for gebeurtenis, _ in inzage.historiek:
        naam = type(gebeurtenis).__name__
        for veld, merk in personal_fields(type(gebeurtenis)).items():
            waarde = getattr(gebeurtenis, veld)
            if waarde is None:
                continue
            groep = groep_van(naam, merk)
            assert (waarde is AFGESCHERMD) == (groep not in leesbaar(rol, doel)), (naam, veld)
            if waarde is not AFGESCHERMD:
                getoond.add(groep)
    assert bool(getoond) == bool(rijen(huis))
    assert getoond <= leesbaar(rol, doel)


def test_given_the_table_then_these_hold_whatever_is_added_to_it() -> None:
    for rol in (Rol.ABB, Rol.SYSTEEM, Rol.BEHEERDER):
        assert [rij for rij in INZAGERECHT if rij.rol is rol] == []
    for rol in (Rol.AUDITOR, Rol.DPO):
        assert leesbaar(rol, None) == frozenset()
        assert leesbaar(rol, min(doelen_van(rol))) == frozenset(Groep)
    open_ = {Groep.PERSOON, Groep.BEWINDVOERDER}
    for rol in Rol:
        assert leesbaar(rol, None) <= open_, "gevoelig of een betaler zonder genoemd doel"
        assert all(rij.doelen <= doelen_van(rol) for rij in INZAGERECHT if rij.rol is rol)
    for rol, doel in GEWOON_DOEL.items():
        assert doel in doelen_van(rol)


def test_given_every_event_class_then_every_group_is_reachable_and_every_name_exists() -> None:
    klassen = {soort.naam: soort.model for soort in event_types()}
    groepen = {
        groep_van(naam, merk)
        for naam, model in klassen.items()
        for merk in personal_fields(model).values()
    }
    assert groepen == set(Groep)


@pytest.mark.parametrize("rol", ["beheerder", "toezichthouder", ""])
def test_given_a_role_that_sees_no_case_then_refused_even_without_the_person(
    huis: Huis, dossier: UUID, rol: str
) -> None:
    wie = replace(kijker(Rol.DPO), door=Door("x-1", rol, "ABB"))
    with pytest.raises(GeenBevoegdheid):
        huis.service.inzage(wie, dossier, klassen=())
    with pytest.raises(GeenBevoegdheid):
        huis.service.inzage_in(wie, [dossier])


@pytest.mark.parametrize("referentie", ["Fictief Persoon-17", "85.01.15-017.64", INSZ, "R" + INSZ])
def test_given_a_text_or_a_national_number_as_reference_then_refused(
    huis: Huis, dossier: UUID, referentie: str
) -> None:
    with pytest.raises(OngeldigeGegevens) as geweigerd:
        huis.service.inzage(replace(kijker(Rol.DPO), referentie=referentie), dossier)
    assert referentie not in str(geweigerd.value)


# ── een agentschap ──────────────────────────────────────────────────────────────────────────────


def test_given_an_agency_with_a_part_then_its_own_is_whole_and_of_another_four_fields(
    huis: Huis, dossier: UUID
) -> None:
    wie = kijker(Rol.DOSSIERBEHANDELAAR, Doel.DOSSIERBEHANDELING, "Amal")
    inzage = huis.service.inzage(wie, dossier)
    assert inzage.dossier.persoon.naam == PERSOON["naam"]
    beeld = inzage.stand(date(2024, 9, 1), recht())
    inbreuken = beeld["inbreuken"]
    assert isinstance(inbreuken, dict)
    assert inbreuken["I1"] == {"type": "I01", "datumFeit": "2024-03-01", "fase": "betekend"}
    eigen = inbreuken["I2"]
    assert isinstance(eigen, dict)
    assert {"agentschap", "inregelstelling"} <= eigen.keys()
    assert [beeld[n] for n in ("besluiten", "vorderingen", "overdrachten", "stukken")] == [{}] * 4
    assert list(inzage.deel.inbreuken) == ["I2"]
    assert inzage.deel.vorderingen == {}
    soorten = [type(g).__name__ for g, _ in inzage.historiek]
    assert "BoetebesluitGenomen" not in soorten
    assert soorten.count("InbreukVastgesteld") == 1
    assert getattr(feit(inzage, "InbreukVastgesteld"), "feitenrelaas", None) == (
        "Fictief relaas Amal."
    )
    assert huis.toegang.find(Zoek()).items[0].lezing.gevoelig != ()


def test_given_abb_then_every_infringement_is_whole(huis: Huis, dossier: UUID) -> None:
    inzage = huis.service.inzage(kijker(Rol.BESLISSER), dossier)
    assert inzage.deel == inzage.dossier
    assert len(inzage.historiek) == inzage.dossier.versie
    besluiten = inzage.stand(date(2024, 9, 1), recht())["besluiten"]
    assert isinstance(besluiten, dict)
    assert list(besluiten) == ["B1"]


def test_given_an_agency_without_a_part_then_the_dossier_is_not_there(
    huis: Huis, dossier: UUID
) -> None:
    wie = kijker(Rol.DOSSIERBEHANDELAAR, organisatie="HvN")
    for wat in (dossier, uuid4()):
        with pytest.raises(OnbekendDossier):
            huis.service.inzage(wie, wat)
    assert huis.service.inzage_in(wie, [dossier]) == {}
    assert rijen(huis) == ()
    assert huis.service.vind(wie, "insz", INSZ) == []
    (rij,) = rijen(huis)
    assert (rij.lezing.dossiers, rij.lezing.identiteit) == ((), ("insz",))


def test_given_an_agency_that_has_a_part_today_then_it_also_sees_how_it_was(
    huis: Huis, dossier: UUID
) -> None:
    toen = huis.service.historiek(dossier)[3][1].geregistreerd_op
    wie = kijker(Rol.DOSSIERBEHANDELAAR, organisatie="Amal")
    inzage = huis.service.inzage(wie, dossier, op=toen)
    assert inzage.dossier.persoon.naam == PERSOON["naam"]
    assert "I2" not in inzage.dossier.inbreuken


# ── lijsten en zoeken ───────────────────────────────────────────────────────────────────────────


def test_given_a_list_then_one_row_names_every_dossier_of_which_something_was_shown(
    huis: Huis, dossier: UUID
) -> None:
    ander = huis.doe(None, "OpenDossier", **persoon(18)).dossier_id
    inzagen = huis.service.inzage_in(kijker(Rol.BESLISSER), [dossier, ander, dossier, uuid4()])
    assert list(inzagen) == [dossier, ander]
    (rij,) = rijen(huis)
    assert rij.lezing.dossiers == (dossier, ander)
    assert inzagen[ander].dossier.persoon.insz == insz(18)


def test_given_a_search_then_it_is_noted_also_when_nothing_was_found(
    huis: Huis, dossier: UUID
) -> None:
    wie = kijker(Rol.BOEKHOUDER)
    assert huis.service.vind(wie, "insz", INSZ) == [dossier]
    (rij,) = rijen(huis)
    assert (rij.lezing.dossiers, rij.lezing.identiteit) == ((dossier,), ("insz",))
    assert huis.service.vind(wie, "insz", insz(400), insz(401)) == []
    (niets, _) = rijen(huis)
    assert (niets.lezing.dossiers, niets.lezing.identiteit) == ((), ("insz",))
    with pytest.raises(GeenBevoegdheid):
        huis.service.vind(kijker(Rol.ABB), "insz", INSZ)


@pytest.mark.parametrize("rol", [Rol.AUDITOR, Rol.DPO])
def test_given_a_search_without_the_purpose_it_needs_then_told_which(
    huis: Huis, dossier: UUID, rol: Rol
) -> None:
    with pytest.raises(DoelOntbreekt) as geweigerd:
        huis.service.vind(kijker(rol), "insz", INSZ)
    doelen = sorted(doelen_van(rol))
    assert geweigerd.value.feiten["toegelaten"] == doelen
    assert "Handhaving-Doel" in str(geweigerd.value)
    gevonden = huis.service.vind(replace(kijker(rol), doel=Doel(doelen[0])), "insz", INSZ)
    assert gevonden == [dossier]


def test_given_a_day_before_the_dossier_then_it_was_not_there_yet_for_who_sees_it_now(
    huis: Huis, dossier: UUID
) -> None:
    eerder = date(1999, 1, 1)
    with pytest.raises(DossierBestondNogNiet, match="bestond toen nog niet"):
        huis.service.inzage(kijker(Rol.BESLISSER), dossier, geldig_op=eerder)
    with pytest.raises(OnbekendDossier) as geweigerd:
        huis.service.inzage(
            kijker(Rol.DOSSIERBEHANDELAAR, organisatie="HvN"), dossier, geldig_op=eerder
        )
    assert type(geweigerd.value) is OnbekendDossier
