"""Establishing an infringement, setting it right, and taking over what was before this log."""

from __future__ import annotations

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.state import AFGESLOTEN, Fase
from handhaving.eventlog.envelope import Door
from tests.dossier.spel import dag, doe, feit, recht
from tests.dossier.trap import FEIT, MOTIEVEN, TREDEN, tot
from tests.dossier.voorbeelden import ANDER_AGENTSCHAP

OPEN = tot("open").op("2024-03-04")
VREEMDE = Door("vreemd-1", Rol.DOSSIERBEHANDELAAR, ANDER_AGENTSCHAP)


def test_given_a_fact_when_established_then_what_the_law_said_that_day_stands_in_it() -> None:
    soort = recht().inbreuktype("I01", dag(FEIT))
    beslissing = recht().beslissingstermijn(dag(FEIT))
    assert soort is not None
    uitkomst = OPEN.wanneer(
        "StelInbreukVast", type="I01", datumFeit=FEIT, feitenrelaas="Fictief.", stukken=["DOC-1"]
    )
    spel = uitkomst.dan(
        feit(
            "InbreukVastgesteld",
            inbreuk="I1",
            type="I01",
            datumFeit=FEIT,
            vastgesteldOp="2024-03-04",
            agentschap="Atlas",
            vaststeller="dossierbehandelaar-1",
            sanctioneringsbevoegdheid="ABB",
            boetevork={
                "minimum": str(soort.boetevork.minimum),
                "maximum": str(soort.boetevork.maximum),
            },
            waarschuwenOp=beslissing.waarschuwing,
            beslissenVoor=beslissing.laatste_dag,
            stukken=["DOC-1"],
            feitenrelaas="Fictief.",
        )
    )
    gronden = {g.regel for g in uitkomst.feiten[0].grondslag}
    assert {"besluit.verjaring", "besluit.waarschuwing"} <= gronden
    assert spel.dossier.inbreuken["I1"].fase is Fase.VASTGESTELD
    assert spel.dossier.taken == {}


def test_given_a_second_fact_then_the_engine_numbers_on_and_a_caller_may_choose() -> None:
    spel = tot("vastgesteld").met(doe("StelInbreukVast", type="I02", datumFeit=FEIT))
    assert list(spel.dossier.inbreuken) == ["I1", "I2"]
    spel = spel.met(doe("StelInbreukVast", inbreuk="I7", type="I03", datumFeit=FEIT))
    spel = spel.met(doe("StelInbreukVast", type="I04", datumFeit=FEIT))
    assert list(spel.dossier.inbreuken) == ["I1", "I2", "I7", "I8"]
    spel = spel.met(doe("StelInbreukVast", inbreuk="KBI-17", type="I05", datumFeit=FEIT))
    assert "KBI-17" in spel.dossier.inbreuken


def test_given_the_highest_key_there_is_then_the_engine_takes_a_free_one() -> None:
    hoogste = "I" + 6 * "9"
    spel = OPEN.met(doe("StelInbreukVast", inbreuk=hoogste, type="I01", datumFeit=FEIT))
    spel = spel.met(doe("StelInbreukVast", type="I02", datumFeit=FEIT))
    assert list(spel.dossier.inbreuken) == [hoogste, "I1"]


@pytest.mark.parametrize(
    ("velden", "vaststeller", "taken"),
    [
        ({}, "dossierbehandelaar-1", []),
        ({"vaststeller": "ander-7"}, "ander-7", []),
        ({"vaststellerOnbekend": True}, None, ["vaststellerOnbekend"]),
    ],
)
def test_given_who_established_it_then_that_person_or_a_question(
    velden: dict[str, object], vaststeller: str | None, taken: list[str]
) -> None:
    spel = OPEN.wanneer("StelInbreukVast", type="I01", datumFeit=FEIT, **velden).dan(
        feit("InbreukVastgesteld", vaststeller=vaststeller)
    )
    assert [t.soort for t in spel.dossier.open_taken("I1")] == taken


def test_given_another_agency_when_it_establishes_then_it_gets_a_part() -> None:
    spel = OPEN.wanneer("StelInbreukVast", door=VREEMDE, type="I01", datumFeit=FEIT).dan(
        feit("InbreukVastgesteld", agentschap=ANDER_AGENTSCHAP)
    )
    assert spel.dossier.agentschappen == {"Atlas", ANDER_AGENTSCHAP}


def test_given_somebody_of_no_agency_when_established_then_no_authority() -> None:
    door = Door("x", Rol.DOSSIERBEHANDELAAR, "ABB")
    OPEN.wanneer("StelInbreukVast", door=door, type="I01", datumFeit=FEIT).geweigerd(
        "GeenBevoegdheid", organisatie="ABB"
    )


def test_given_a_key_in_use_when_established_then_refused() -> None:
    tot("vastgesteld").wanneer(
        "StelInbreukVast", inbreuk="I1", type="I02", datumFeit=FEIT
    ).geweigerd("SleutelReedsGebruikt", sleutel="I1")


def test_given_the_same_fact_when_established_then_refused_whoever_established_it() -> None:
    for door in (None, VREEMDE):
        tot("vastgesteld").wanneer(
            "StelInbreukVast", door=door, type="I01", datumFeit=FEIT
        ).geweigerd("ZelfdeFeitReedsVastgesteld", type="I01", datumFeit=FEIT)


@pytest.mark.parametrize(("type_", "datum"), [("I02", FEIT), ("I01", "2024-02-28")])
def test_given_another_type_or_another_day_when_established_then_it_is_another_fact(
    type_: str, datum: str
) -> None:
    tot("vastgesteld").wanneer("StelInbreukVast", type=type_, datumFeit=datum).dan(
        feit("InbreukVastgesteld", inbreuk="I2")
    )


def test_given_a_fact_that_was_set_right_when_established_again_then_accepted() -> None:
    spel = tot("vastgesteld").met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))
    spel.wanneer("StelInbreukVast", type="I01", datumFeit=FEIT).dan("InbreukVastgesteld")


@pytest.mark.parametrize(
    ("persoon", "code", "feiten"),
    [
        ({"plicht_ontstaan_op": dag("2024-03-02")}, "PersoonNietVerplicht", {"datumFeit": FEIT}),
        ({"hoedanigheid": "rechthebbend"}, "PersoonNietVerplicht", {"reden": "rechthebbend"}),
        ({"geboortedatum": dag("2006-03-02")}, "MinderjarigOpDatumFeit", {"datumFeit": FEIT}),
        (
            {"geboortedatum": None, "insz": None, "hoedanigheid": "minderjarig"},
            "MinderjarigOpDatumFeit",
            {},
        ),
        ({"overleden_op": dag("2024-01-01")}, "PersoonOverleden", {"overledenOp": "2024-01-01"}),
    ],
)
def test_given_a_person_who_cannot_infringe_when_established_then_refused(
    persoon: dict[str, object], code: str, feiten: dict[str, object]
) -> None:
    OPEN.persoon(**persoon).wanneer("StelInbreukVast", type="I01", datumFeit=FEIT).geweigerd(
        code, **feiten
    )


@pytest.mark.parametrize(
    "persoon",
    [
        {"plicht_ontstaan_op": dag(FEIT)},
        {"plicht_ontstaan_op": None, "hoedanigheid": None},
        {"geboortedatum": dag("2006-03-01")},
        {"geboortedatum": None, "insz": None},
        {"geboortedatum": None},
        {"hoedanigheid": "minderjarig"},
    ],
    ids=["plicht die dag", "onbekend", "die dag achttien", "geen datum", "uit INSZ", "al groot"],
)
def test_given_what_is_known_allows_it_when_established_then_accepted(
    persoon: dict[str, object],
) -> None:
    OPEN.persoon(**persoon).wanneer("StelInbreukVast", type="I01", datumFeit=FEIT).dan(
        "InbreukVastgesteld"
    )


def test_given_somebody_entitled_before_the_reform_when_established_then_the_law_of_then() -> None:
    grens = recht().datum("regime.grens", dag(FEIT)).waarde
    spel = OPEN.persoon(hoedanigheid="rechthebbend", plicht_ontstaan_op=None)
    voor = grens.replace(year=grens.year - 1)
    spel.wanneer("StelInbreukVast", type="I01", datumFeit=voor).dan("InbreukVastgesteld")
    spel.wanneer("StelInbreukVast", type="I01", datumFeit=grens).geweigerd("PersoonNietVerplicht")


def test_given_a_type_that_is_not_there_when_established_then_refused() -> None:
    OPEN.wanneer("StelInbreukVast", type="12345", datumFeit=FEIT).geweigerd(
        "InbreuktypeNietVanKracht", datumFeit=FEIT
    )


def test_given_a_duty_under_the_old_rules_when_a_new_type_then_refused() -> None:
    grens = recht().datum("regime.grens", dag(FEIT)).waarde
    oud, nieuw = grens.replace(month=1), grens
    weigering = (
        OPEN.persoon(plicht_ontstaan_op=oud)
        .wanneer("StelInbreukVast", type="I15", datumFeit=FEIT)
        .geweigerd("InbreuktypeNietVanKracht", plichtOntstaanOp=oud)
    )
    assert weigering.grondslag
    for plicht in (nieuw, None):
        OPEN.persoon(plicht_ontstaan_op=plicht).wanneer(
            "StelInbreukVast", type="I15", datumFeit=FEIT
        ).dan("InbreukVastgesteld")


def test_given_everything_at_once_when_established_then_existence_person_and_field_in_order() -> (
    None
):
    spel = tot("vastgesteld").persoon(
        plicht_ontstaan_op=dag("2024-03-02"),
        geboortedatum=dag("2010-01-01"),
        overleden_op=dag("2024-03-02"),
    )
    spel.wanneer("StelInbreukVast", inbreuk="I1", type="I01", datumFeit=FEIT).geweigerd(
        "SleutelReedsGebruikt",
        "ZelfdeFeitReedsVastgesteld",
        "PersoonNietVerplicht",
        "MinderjarigOpDatumFeit",
        "PersoonOverleden",
    )
    spel.wanneer("StelInbreukVast", type="X", datumFeit=FEIT).geweigerd(
        "PersoonNietVerplicht",
        "MinderjarigOpDatumFeit",
        "PersoonOverleden",
        "InbreuktypeNietVanKracht",
    )


@pytest.mark.parametrize("trede", TREDEN[1:9])
def test_given_any_open_phase_when_set_right_then_it_ends_and_a_fine_is_withdrawn(
    trede: str,
) -> None:
    spel = tot(trede)
    besluit = [feit("BoetebesluitIngetrokken", besluit="B1", redenCode="inbreukRechtgezet")]
    daarna = spel.wanneer("ZetInbreukRecht", inbreuk="I1", reden="Fictief.").dan(
        feit(
            "InbreukRechtgezet",
            inbreuk="I1",
            rechtgezetOp=spel.vandaag,
            redenCode="andere",
            reden="Fictief.",
        ),
        *(besluit if spel.dossier.besluiten else []),
    )
    assert daarna.dossier.inbreuken["I1"].fase is Fase.RECHTGEZET
    assert all(b.staat == "ingetrokken" for b in daarna.dossier.besluiten.values())
    assert all(v.afgesloten for v in daarna.dossier.vorderingen.values())


def test_given_a_claim_at_vlabel_when_set_right_then_it_is_recalled() -> None:
    spel = tot("bevestigd").met(doe("StelInbreukVast", type="I02", datumFeit=FEIT))
    daarna = spel.wanneer(
        "ZetInbreukRecht", inbreuk="I1", reden="Fictief.", redenCode="uitstel"
    ).dan(
        feit("InbreukRechtgezet", redenCode="uitstel"),
        "BoetebesluitIngetrokken",
        feit("VlabelOverdrachtTeruggeroepen", overdracht="O1", redenCode="inbreukRechtgezet"),
    )
    assert daarna.dossier.overdrachten["O1"].staat == "teruggeroepen"
    assert daarna.dossier.inbreuken["I2"].fase is Fase.VASTGESTELD


@pytest.mark.parametrize("fase", sorted(AFGESLOTEN))
def test_given_a_closed_phase_when_set_right_then_refused(fase: Fase) -> None:
    tot("vastgesteld").inbreuk(fase=fase).wanneer(
        "ZetInbreukRecht", inbreuk="I1", reden="Fictief."
    ).geweigerd("InbreukReedsAfgesloten", inbreuk="I1", fase=fase)


def test_given_a_historic_fact_then_no_term_starts_and_a_person_must_choose() -> None:
    spel = (
        tot("verweer")
        .wanneer(
            "NeemHistorischFeitOver", inbreuk="I1", soort="besluit", datum="2023-01-05", bron="KBI"
        )
        .dan(feit("HistorischFeitOvergenomen", inbreuk="I1", soort="besluit", datum="2023-01-05"))
    )
    assert spel.dossier.inbreuken == tot("verweer").dossier.inbreuken
    besluit = doe("NeemBoetebesluit", "2024-08-01", inbreuk="I1", bedrag="250.00", **MOTIEVEN)
    spel.stap(besluit).geweigerd("TaakOpen", taak="T1", taaksoort="historisch:besluit")
    spel = spel.met(doe("HandelTaakAf", taak="T1", uitkomst="gezien"))
    spel.stap(besluit).dan("BoetebesluitGenomen")
