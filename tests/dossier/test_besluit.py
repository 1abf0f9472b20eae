"""Proposing and deciding: who may, when, and how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.sanctie.besluit import BESLISBAAR
from handhaving.dossier.state import Besluit, Fase
from handhaving.eventlog.envelope import Door
from handhaving.recht import Cent
from tests.dossier.spel import BEWIJS, Spel, dag, doe, feit, recht, termijn
from tests.dossier.trap import BESLUIT_OP, FEIT, MOTIEVEN, tot

if TYPE_CHECKING:
    from tests.dossier.spel import Uitkomst

VERWEER = tot("verweer").op("2024-07-22")
VOORGESTELD = tot("voorgesteld").op(BESLUIT_OP)
LAATSTE = termijn("verweer", ontvangen="2024-05-15").laatste_dag_burger
INBREUK = VOORGESTELD.dossier.inbreuken["I1"]
VORK = (INBREUK.boete_minimum, INBREUK.boete_maximum)
DOOR_VASTSTELLER = Door("dossierbehandelaar-1", Rol.BESLISSER, "ABB")
DOOR_VOORSTELLER = Door("handhavingsambtenaar-1", Rol.BESLISSER, "ABB")
ANDERE_BESLISSER = Door("beslisser-2", Rol.BESLISSER, "ABB")


def beslis(spel: Spel, bedrag: str = "250.00", /, **velden: object) -> Uitkomst:
    gegevens: dict[str, object] = {"inbreuk": "I1", "bedrag": bedrag, **MOTIEVEN, **velden}
    return spel.stap(doe("NeemBoetebesluit", **gegevens))


def met_besluiten(spel: Spel, *staten: str) -> Spel:
    """The same dossier, with earlier fines in these states."""
    besluiten = {
        f"B{n}": Besluit(
            sleutel=f"B{n}",
            inbreuk="I9",
            bedrag=Cent(10000 * n),
            genomen_op=dag("2023-01-01"),
            recidivestap=n,
            staat=staat,  # type: ignore[arg-type]
        )
        for n, staat in enumerate(staten, start=1)
    }
    feit_ervoor = replace(INBREUK, sleutel="I9", datum_feit=dag("2023-01-01"))
    inbreuken = {**spel.dossier.inbreuken, "I9": feit_ervoor}
    return replace(spel, dossier=replace(spel.dossier, inbreuken=inbreuken, besluiten=besluiten))


# --- proposal -------------------------------------------------------------------------------


def test_given_a_defence_phase_when_proposed_then_the_step_and_the_history_stand() -> None:
    spel = VERWEER.wanneer("StelBoeteVoor", inbreuk="I1", bedrag="100.00", motivering="Fictief.")
    daarna = spel.dan(
        feit(
            "BoeteVoorgesteld",
            inbreuk="I1",
            bedrag="100.00",
            voorgesteldOp="2024-07-22",
            recidivestap=1,
            historiekBesluiten=[],
            motivering="Fictief.",
        )
    )
    voorstel = daarna.dossier.inbreuken["I1"].voorstel
    assert voorstel is not None
    assert (voorstel.bedrag, voorstel.door) == (Cent(10000), "handhavingsambtenaar-1")


def test_given_earlier_fines_when_proposed_then_only_those_that_stand_count() -> None:
    spel = met_besluiten(VERWEER, "vernietigd", "definitief", "ingetrokken")  # recht §13, case 41
    uitkomst = spel.wanneer("StelBoeteVoor", inbreuk="I1", bedrag="100.00", motivering="F.")
    uitkomst.dan(
        feit(
            "BoeteVoorgesteld",
            recidivestap=2,
            historiekBesluiten=[
                {"besluit": "B1", "bedrag": "100.00", "genomenOp": "2023-01-01"}
                | {"staat": "vernietigd"},
                {"besluit": "B2", "bedrag": "200.00", "genomenOp": "2023-01-01"}
                | {"staat": "definitief"},
                {"besluit": "B3", "bedrag": "300.00", "genomenOp": "2023-01-01"}
                | {"staat": "ingetrokken"},
            ],
        )
    )
    beslis(spel, besluit="B7").dan(feit("BoetebesluitGenomen", besluit="B7", recidivestap=2))


@pytest.mark.parametrize(
    ("bedrag", "goed"),
    [
        (VORK[0], True),
        (VORK[1], True),
        (VORK[0] - 1, False),
        (VORK[1] + 1, False),
        (Cent(0), False),
        (-VORK[0], False),
    ],
)
def test_given_an_amount_when_proposed_or_decided_then_within_the_range(
    bedrag: Cent,
    goed: bool,  # noqa: FBT001
) -> None:
    voorstel = VERWEER.wanneer(
        "StelBoeteVoor", inbreuk="I1", bedrag=str(bedrag), motivering="Fictief."
    )
    besluit = beslis(VOORGESTELD, str(bedrag))
    if goed:
        voorstel.dan(feit("BoeteVoorgesteld", bedrag=str(bedrag)))
        besluit.dan(feit("BoetebesluitGenomen", bedrag=str(bedrag)))
        return
    for uitkomst in (voorstel, besluit):
        weigering = uitkomst.geweigerd(
            "BedragBuitenBoetevork",
            bedrag=str(bedrag),
            minimum=str(VORK[0]),
            maximum=str(VORK[1]),
        )
        gevonden = recht().boetevork("I01", feit=dag(FEIT), besluit=uitkomst.spel.vandaag)
        assert gevonden is not None
        assert set(gevonden.grondslag) <= set(weigering.grondslag)


@pytest.mark.parametrize("motivering", [None, "", " \n\t"])
def test_given_no_reasons_when_proposed_then_refused(motivering: str | None) -> None:
    VERWEER.wanneer(
        "StelBoeteVoor", inbreuk="I1", bedrag="100.00", motivering=motivering
    ).geweigerd("MotiveringOntbreekt", veld="motivering")


def test_given_who_established_it_when_proposing_then_refused_unless_somebody_else() -> None:
    door = Door("dossierbehandelaar-1", Rol.HANDHAVINGSAMBTENAAR, "ABB")
    velden = {"inbreuk": "I1", "bedrag": "100.00", "motivering": "Fictief."}
    VERWEER.wanneer("StelBoeteVoor", door=door, **velden).geweigerd(
        "VaststellerSteltNietVoor", inbreuk="I1"
    )
    VERWEER.inbreuk(vaststeller="ander").wanneer("StelBoeteVoor", door=door, **velden).dan(
        "BoeteVoorgesteld"
    )


def test_given_everything_wrong_when_proposed_then_authority_phase_field() -> None:
    door = Door("dossierbehandelaar-1", Rol.DPO, "ABB")
    tot("overgemaakt").wanneer(
        "StelBoeteVoor", door=door, inbreuk="I1", bedrag="1.00", geldigOp="2025-01-01"
    ).geweigerd(
        "GeenBevoegdheid",
        "VaststellerSteltNietVoor",
        "FaseLaatDitNietToe",
        "DatumInDeToekomst",
        "BedragBuitenBoetevork",
        "MotiveringOntbreekt",
    )


# --- decision -------------------------------------------------------------------------------


def test_given_a_proposal_when_somebody_else_decides_then_amount_range_and_prescription() -> None:
    verjaring = recht().verjaring(dag(BESLUIT_OP))
    spel = beslis(VOORGESTELD).dan(
        feit(
            "BoetebesluitGenomen",
            besluit="B1",
            inbreuk="I1",
            bedrag="250.00",
            genomenOp=BESLUIT_OP,
            recidivestap=1,
            boetevork=[str(VORK[0]), str(VORK[1])],
            feitelijkeGronden=MOTIEVEN["feitelijkeGronden"],
            verjaring={
                "van": BESLUIT_OP,
                "datum": verjaring.datum.isoformat(),
                "laatsteVeiligeDag": verjaring.laatste_veilige_dag.isoformat(),
                "waarschuwingen": [d.isoformat() for _, d in verjaring.waarschuwingen],
                "regel": "verjaring.termijn",
                "geschorstSinds": None,
            },
        )
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.BESLIST
    assert spel.dossier.inbreuken["I1"].besluit == "B1"
    assert spel.dossier.besluiten["B1"].staat == "genomen"


def test_given_no_proposal_when_decided_then_that_is_allowed() -> None:
    beslis(VERWEER).dan("BoetebesluitGenomen")


@pytest.mark.parametrize(
    ("op", "goed"), [(LAATSTE, False), (LAATSTE + timedelta(days=1), True), ("2024-05-16", False)]
)
def test_given_the_term_of_defence_without_defence_then_only_after_it(
    op: object,
    goed: bool,  # noqa: FBT001
) -> None:
    uitkomst = beslis(tot("verweer").op(dag(str(op))))
    if goed:
        uitkomst.dan("BoetebesluitGenomen")
    else:
        uitkomst.geweigerd("VerweertermijnLoopt", inbreuk="I1", laatsteDagBurger=LAATSTE)


def test_given_a_defence_when_decided_within_the_term_then_accepted() -> None:
    spel = tot("verweer").met(
        doe("RegistreerVerweer", inbreuk="I1", verzondenOp="2024-05-16", ontvangenOp="2024-05-16")
    )
    beslis(spel).dan("BoetebesluitGenomen")


def test_given_the_invitation_was_never_received_when_decided_then_refused() -> None:
    spel = tot("overgemaakt").met(
        doe("NodigUitTotVerweer", inbreuk="I1", kanaal=BEWIJS, verzondenOp="2024-05-06")
    )
    beslis(spel.op("2026-01-05")).geweigerd("VerweertermijnLoopt", laatsteDagBurger="nietGestart")


@pytest.mark.parametrize("veld", sorted(MOTIEVEN))
def test_given_a_ground_is_missing_when_decided_then_it_is_named(veld: str) -> None:
    beslis(VOORGESTELD, **{veld: " "}).geweigerd("MotiveringOntbreekt", veld=veld)
    beslis(VOORGESTELD, **{veld: None}).geweigerd("MotiveringOntbreekt", veld=veld)


@pytest.mark.parametrize(
    ("door", "code"),
    [
        (DOOR_VASTSTELLER, "VaststellerBeslistNiet"),
        (DOOR_VOORSTELLER, "VoorstellerBeslistNiet"),
    ],
)
def test_given_four_eyes_when_the_same_person_decides_then_refused(door: Door, code: str) -> None:
    besluit = doe("NeemBoetebesluit", door=door, inbreuk="I1", bedrag="250.00", **MOTIEVEN)
    VOORGESTELD.stap(besluit).geweigerd(code, inbreuk="I1")
    VOORGESTELD.stap(replace(besluit, door=ANDERE_BESLISSER)).dan("BoetebesluitGenomen")


def test_given_who_established_or_proposed_when_no_consequence_then_refused() -> None:
    velden = {"inbreuk": "I1", "reden": "Fictieve reden.", "toelichting": "Fictief."}
    VERWEER.wanneer("BeslisGeenGevolg", door=DOOR_VASTSTELLER, **velden).geweigerd(
        "VaststellerBeslistNiet", inbreuk="I1"
    )
    VOORGESTELD.wanneer("BeslisGeenGevolg", door=DOOR_VOORSTELLER, **velden).geweigerd(
        "VoorstellerBeslistNiet", inbreuk="I1"
    )
    spel = VERWEER.wanneer("BeslisGeenGevolg", redenCode="verweerGegrond", **velden).dan(
        feit(
            "GeenGevolgBeslist",
            inbreuk="I1",
            beslistOp="2024-07-22",
            redenCode="verweerGegrond",
            reden="Fictieve reden.",
            toelichting="Fictief.",
        )
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.GEEN_GEVOLG


def test_given_the_power_to_decide_when_its_last_day_is_over_then_refused() -> None:
    laatste = recht().beslissingstermijn(dag(FEIT)).laatste_dag
    beslis(VOORGESTELD.op(laatste)).dan("BoetebesluitGenomen")
    beslis(VOORGESTELD.op(laatste + timedelta(days=1))).geweigerd(
        "BeslissingsbevoegdheidVerjaard", inbreuk="I1", laatsteDag=laatste
    )


@pytest.mark.parametrize(
    ("persoon", "code", "feiten"),
    [
        ({"overleden_op": dag("2024-08-01")}, "PersoonOverleden", {"overledenOp": "2024-08-01"}),
        ({"regime": "brussel"}, "RegimeNietVlaanderen", {"regime": "brussel"}),
    ],
)
def test_given_the_person_stands_in_the_way_when_decided_then_refused(
    persoon: dict[str, object], code: str, feiten: dict[str, object]
) -> None:
    beslis(VOORGESTELD.persoon(**persoon)).geweigerd(code, **feiten)


def test_given_another_authority_when_decided_then_refused() -> None:
    beslis(VOORGESTELD.inbreuk(bevoegd="VMSW")).geweigerd("AndereOverheidBevoegd", bevoegd="VMSW")


def test_given_it_was_cured_in_time_when_decided_then_refused_in_every_later_phase() -> None:
    op = dag("2024-04-01")
    beslis(VOORGESTELD.inbreuk(fase=Fase.IN_REGEL, ingeregeld_op=op)).geweigerd(
        "InbreukIngeregeldOpTijd", "FaseLaatDitNietToe", ingeregeldOp=op
    )
    for fase in (Fase.VERNIETIGD, Fase.INGETROKKEN):
        beslis(VOORGESTELD.inbreuk(fase=fase, ingeregeld_op=op)).geweigerd(
            "InbreukIngeregeldOpTijd", ingeregeldOp=op
        )


@pytest.mark.parametrize("fase", sorted(Fase))
def test_given_each_phase_when_decided_then_only_where_abb_may(fase: Fase) -> None:
    uitkomst = beslis(VOORGESTELD.inbreuk(fase=fase))
    if fase in BESLISBAAR:
        uitkomst.dan("BoetebesluitGenomen")
    elif fase is not Fase.BEEINDIGD_OVERLIJDEN:
        uitkomst.geweigerd(
            "FaseLaatDitNietToe", betreft="I1", fase=fase, toegelaten=sorted(BESLISBAAR)
        )


def test_given_the_life_ended_it_when_decided_then_the_death_answers() -> None:
    spel = VOORGESTELD.inbreuk(fase=Fase.BEEINDIGD_OVERLIJDEN)
    beslis(spel.persoon(overleden_op=dag("2024-08-01"))).geweigerd("PersoonOverleden")


def test_given_nobody_knows_who_established_it_when_decided_then_a_statement_is_asked() -> None:
    spel = tot("open").met(
        doe(
            "StelInbreukVast",
            "2024-03-04",
            type="I01",
            datumFeit=FEIT,
            vaststellerOnbekend=True,
        )
    )
    klaar = replace(
        VOORGESTELD,
        dossier=replace(VOORGESTELD.dossier, taken=spel.dossier.taken),
    )
    beslis(klaar).geweigerd("GegevenOntbreekt", gegeven="vaststeller", taak="T1")
    afgehandeld = klaar.met(doe("HandelTaakAf", taak="T1", uitkomst="verklaring"))
    beslis(afgehandeld).dan("BoetebesluitGenomen")


def test_given_a_key_in_use_when_decided_then_refused() -> None:
    spel = met_besluiten(VOORGESTELD, "vernietigd")
    beslis(spel, besluit="B1").geweigerd("SleutelReedsGebruikt", sleutel="B1")
    beslis(spel).dan(feit("BoetebesluitGenomen", besluit="B2"))


def test_given_everything_wrong_then_authority_existence_phase_person_term_field_in_order() -> None:
    spel = met_besluiten(VOORGESTELD, "vernietigd").inbreuk(
        ingeregeld_op=dag("2024-04-01"), bevoegd="OCMW", verweer=None
    )
    spel = spel.persoon(overleden_op=dag("2024-08-01"), regime="brussel").met(
        doe("NeemHistorischFeitOver", inbreuk="I1", soort="andere", datum=FEIT, bron="KBI")
    )
    spel = spel.inbreuk(voorstellers=frozenset({"dossierbehandelaar-1"})).op("2031-01-02")
    stap = doe(
        "NeemBoetebesluit",
        door=Door("dossierbehandelaar-1", Rol.DPO, "ABB"),
        inbreuk="I1",
        besluit="B1",
        bedrag="1.00",
    )
    verwacht = (
        "GeenBevoegdheid",
        "VaststellerBeslistNiet",
        "VoorstellerBeslistNiet",
        "AndereOverheidBevoegd",
        "SleutelReedsGebruikt",
        "InbreukIngeregeldOpTijd",
        "TaakOpen",
        "PersoonOverleden",
        "RegimeNietVlaanderen",
        "VerweertermijnLoopt",
        "BeslissingsbevoegdheidVerjaard",
        "BedragBuitenBoetevork",
        "MotiveringOntbreekt",
    )
    spel.stap(stap).geweigerd(*verwacht)
    toekomst = replace(stap, gegevens={**stap.gegevens, "geldigOp": "2031-01-03"})
    plaats = verwacht.index("BedragBuitenBoetevork")
    spel.stap(toekomst).geweigerd(*verwacht[:plaats], "DatumInDeToekomst", *verwacht[plaats:])


def test_given_a_milder_range_on_the_day_of_the_decision_then_that_one_counts() -> None:
    vork = recht().boetevork("I01", feit=dag(FEIT), besluit=dag(BESLUIT_OP))
    assert vork is not None
    beslis(VOORGESTELD).dan(
        feit("BoetebesluitGenomen", boetevork=[str(vork.minimum), str(vork.maximum)])
    )


def test_given_a_type_the_law_has_dropped_then_the_range_of_when_it_was_established() -> None:
    spel = VOORGESTELD.inbreuk(type="X99", boete_minimum=Cent(7000), boete_maximum=Cent(7100))
    beslis(spel, "70.50").dan(feit("BoetebesluitGenomen", boetevork=["70.00", "71.00"]))
    beslis(spel, "72.00").geweigerd("BedragBuitenBoetevork", maximum="71.00")
