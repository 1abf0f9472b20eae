"""Handing over to ABB, the invitation, and the defence."""

from __future__ import annotations

import pytest

from handhaving.dossier.gemeen import MET_BEWIJS
from handhaving.dossier.state import Fase
from handhaving.recht import Kanaal
from tests.dossier.spel import BEWIJS, dag, doe, feit, recht, termijn
from tests.dossier.trap import FEIT, tot

KLAAR = tot("termijnVerstreken").op("2024-05-06")
BIJ_ABB = tot("overgemaakt").op("2024-05-16")
LAATSTE = termijn("verweer", ontvangen="2024-05-15").laatste_dag_burger


def test_given_an_expired_term_when_handed_over_then_abb_must_invite_by_a_day() -> None:
    wet = termijn("uitnodigingVerweer", ontvangen="2024-05-06")
    uitkomst = KLAAR.wanneer("MaakOverAanABB", inbreuk="I1")
    spel = uitkomst.dan(
        feit(
            "OvergemaaktAanABB",
            inbreuk="I1",
            overgemaaktOp="2024-05-06",
            uitnodigenVoor=wet.laatste_dag_overheid,
        )
    )
    assert uitkomst.feiten[0].grondslag == wet.grondslag
    assert spel.dossier.inbreuken["I1"].fase is Fase.OVERGEMAAKT


@pytest.mark.parametrize(
    ("persoon", "gegeven"),
    [
        ({"klantnummer": None}, "klantnummer"),
        ({"hoedanigheid": None}, "hoedanigheid"),
        ({"plicht_ontstaan_op": None}, "plichtOntstaanOp"),
        ({"regime": None}, "regime"),
        ({"geboortedatum": None, "insz": None}, "geboortedatum"),
    ],
)
def test_given_a_fact_is_still_unknown_when_handed_over_then_it_is_asked(
    persoon: dict[str, object], gegeven: str
) -> None:
    KLAAR.persoon(**persoon).wanneer("MaakOverAanABB", inbreuk="I1").geweigerd(
        "GegevenOntbreekt", gegeven=gegeven
    )


def test_given_an_insz_that_says_when_somebody_was_born_then_that_suffices() -> None:
    KLAAR.persoon(geboortedatum=None).wanneer("MaakOverAanABB", inbreuk="I1").dan(
        "OvergemaaktAanABB"
    )


@pytest.mark.parametrize(
    ("persoon", "code", "feiten"),
    [
        ({"regime": "brussel"}, "RegimeNietVlaanderen", {"regime": "brussel"}),
        ({"plicht_ontstaan_op": dag("2024-03-02")}, "PersoonNietVerplicht", {"datumFeit": FEIT}),
        ({"hoedanigheid": "rechthebbend"}, "PersoonNietVerplicht", {"reden": "rechthebbend"}),
        ({"geboortedatum": dag("2006-03-02")}, "MinderjarigOpDatumFeit", {"datumFeit": FEIT}),
    ],
)
def test_given_what_has_become_known_stands_in_the_way_when_handed_over_then_refused(
    persoon: dict[str, object], code: str, feiten: dict[str, object]
) -> None:
    KLAAR.persoon(**persoon).wanneer("MaakOverAanABB", inbreuk="I1").geweigerd(code, **feiten)


def test_given_the_duty_proves_of_the_old_rules_when_handed_over_then_the_type_is_judged() -> None:
    grens = recht().datum("regime.grens", dag(FEIT)).waarde
    spel = KLAAR.inbreuk(type="I15").persoon(plicht_ontstaan_op=grens.replace(month=1))
    spel.wanneer("MaakOverAanABB", inbreuk="I1").geweigerd(
        "InbreuktypeNietVanKracht", type="I15", datumFeit=FEIT
    )


def test_given_everything_at_once_when_handed_over_then_authority_phase_person_field() -> None:
    spel = tot("inGebreke").inbreuk(bevoegd="VDAB")
    spel = spel.persoon(
        regime="brussel", plicht_ontstaan_op=dag("2024-03-02"), klantnummer=None, geboortedatum=None
    )
    spel.persoon(hoedanigheid="minderjarig", insz=None).wanneer(
        "MaakOverAanABB", inbreuk="I1", geldigOp="2030-01-01"
    ).geweigerd(
        "AndereOverheidBevoegd",
        "FaseLaatDitNietToe",
        "RegimeNietVlaanderen",
        "PersoonNietVerplicht",
        "MinderjarigOpDatumFeit",
        "DatumInDeToekomst",
        "GegevenOntbreekt",
    )


# --- invitation and defence -----------------------------------------------------------------


@pytest.mark.parametrize("kanaal", sorted(Kanaal))
def test_given_each_channel_when_invited_then_only_with_proof_of_receipt(kanaal: Kanaal) -> None:
    uitkomst = BIJ_ABB.wanneer(
        "NodigUitTotVerweer",
        inbreuk="I1",
        kanaal=kanaal,
        verzondenOp="2024-05-14",
        ontvangenOp="2024-05-15",
    )
    if kanaal not in MET_BEWIJS:
        uitkomst.geweigerd("KanaalNietToegelaten", kanaal=kanaal, toegelaten=sorted(MET_BEWIJS))
        return
    spel = uitkomst.dan(
        feit("UitgenodigdTotVerweer", inbreuk="I1", stuk="S2", kanaal=kanaal),
        feit("VerweertermijnGestart", inbreuk="I1", laatsteDagBurger=LAATSTE),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.VERWEER


def test_given_no_receipt_yet_when_invited_then_the_term_of_defence_waits() -> None:
    BIJ_ABB.wanneer(
        "NodigUitTotVerweer", inbreuk="I1", kanaal=BEWIJS, verzondenOp="2024-05-14"
    ).dan(feit("UitgenodigdTotVerweer", ontvangenOp=None))


def test_given_a_guardian_or_a_key_in_use_when_invited_then_refused_in_order() -> None:
    spel = BIJ_ABB.persoon(heeft_bewindvoerder=True)
    velden = {"inbreuk": "I1", "kanaal": "gewoon", "verzondenOp": "2024-05-14", "stuk": "S1"}
    spel.wanneer("NodigUitTotVerweer", **velden).geweigerd(
        "SleutelReedsGebruikt", "BewindvoerderNietBetekend", "KanaalNietToegelaten"
    )


@pytest.mark.parametrize(
    ("verzonden", "tijdig"),
    [("2024-05-20", True), (LAATSTE.isoformat(), True), ("2024-06-15", False)],
)
def test_given_a_defence_then_the_day_of_posting_decides(verzonden: str, tijdig: bool) -> None:  # noqa: FBT001
    uitkomst = tot("verweer").wanneer(
        "RegistreerVerweer",
        "2024-06-20",
        inbreuk="I1",
        verzondenOp=verzonden,
        ontvangenOp="2024-06-18",
        inhoud="Fictief.",
    )
    spel = uitkomst.dan(
        feit(
            "VerweerOntvangen",
            inbreuk="I1",
            stuk="S3",
            verzondenOp=verzonden,
            ontvangenOp="2024-06-18",
            tijdig=tijdig,
            naBesluit=False,
            inhoud="Fictief.",
        )
    )
    assert spel.dossier.inbreuken["I1"].verweer_ontvangen_op == dag("2024-06-18")
    assert spel.dossier.stukken["S3"].soort == "verweer"
    assert uitkomst.feiten[0].geldig_op == dag("2024-06-18")


def test_given_the_term_never_started_then_a_defence_is_in_time() -> None:
    spel = BIJ_ABB.met(
        doe("NodigUitTotVerweer", inbreuk="I1", kanaal=BEWIJS, verzondenOp="2024-05-14")
    )
    spel.wanneer(
        "RegistreerVerweer",
        "2025-05-16",
        inbreuk="I1",
        verzondenOp="2025-05-15",
        ontvangenOp="2025-05-16",
    ).dan(feit("VerweerOntvangen", tijdig=True))


@pytest.mark.parametrize(
    ("verzonden", "taken"), [(LAATSTE, ["verweerNaBesluit"]), ("2024-06-15", [])]
)
def test_given_a_decision_when_a_defence_comes_in_then_only_a_timely_one_asks(
    verzonden: object, taken: list[str]
) -> None:
    spel = tot("beslist").wanneer(
        "RegistreerVerweer",
        "2024-08-07",
        inbreuk="I1",
        verzondenOp=verzonden,
        ontvangenOp="2024-08-07",
    )
    assert feit("VerweerOntvangen", naBesluit=True).past_op(spel.feiten[0]) == []
    daarna = spel.spel
    assert [t.soort for t in daarna.dossier.open_taken("I1")] == taken
    assert daarna.dossier.inbreuken["I1"].fase is Fase.BESLIST


def test_given_a_key_in_use_when_a_defence_is_registered_then_refused() -> None:
    velden = {"inbreuk": "I1", "verzondenOp": "2024-05-16", "ontvangenOp": "2024-05-16"}
    tot("verweer").wanneer("RegistreerVerweer", stuk="S2", **velden).geweigerd(
        "SleutelReedsGebruikt", sleutel="S2"
    )
    tot("verweer").wanneer("RegistreerVerweer", stuk="S9", **velden).dan(
        feit("VerweerOntvangen", stuk="S9")
    )
