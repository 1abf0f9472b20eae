"""The letter that starts the term to cure, and what its receipt moves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handhaving.dossier.state import Fase
from handhaving.recht import Kanaal
from tests.dossier.spel import BEWIJS, Spel, dag, doe, feit, termijn
from tests.dossier.trap import FEIT, na, tot

VAST = tot("vastgesteld").op("2026-07-31")
MET_BEWIJS = [k for k in Kanaal if k.startswith("aangetekendMet") or k == "deurwaarder"]
ZONDER_BEWIJS = [Kanaal.AANGETEKEND, Kanaal.GEWOON]


def verzonden(kanaal: str, op: str = "2026-07-17", **velden: object) -> Spel:
    return VAST.met(
        doe("VerzendIngebrekestelling", inbreuk="I1", kanaal=kanaal, verzondenOp=op, **velden)
    )


def test_given_receipt_when_sent_then_the_term_stands_in_both_readings() -> None:
    wet = termijn("inregelstelling", ontvangen="2026-03-05")
    uitkomst = VAST.wanneer(
        "VerzendIngebrekestelling",
        inbreuk="I1",
        kanaal=BEWIJS,
        verzondenOp="2026-03-04",
        ontvangenOp="2026-03-05",
    )
    spel = uitkomst.dan(
        feit(
            "IngebrekestellingVerzonden",
            inbreuk="I1",
            stuk="S1",
            kanaal=BEWIJS,
            verzondenOp="2026-03-04",
            ontvangenOp="2026-03-05",
            ookAanBewindvoerder=False,
        ),
        feit(
            "InregelstellingsperiodeGestart",
            inbreuk="I1",
            van="2026-03-06",
            laatsteDagBurger="2026-04-07",  # recht §13, case 1
            laatsteDagOverheid="2026-04-04",
            kalender=wet.kalender,
            regel=wet.regel,
        ),
    )
    assert {g.regel for g in uitkomst.feiten[1].grondslag} >= {"inregelstelling.termijn"}
    assert uitkomst.feiten[0].geldig_op == dag("2026-03-04")
    assert uitkomst.feiten[1].geldig_op == dag("2026-03-06")
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_GEBREKE


@pytest.mark.parametrize("kanaal", MET_BEWIJS)
def test_given_no_receipt_of_a_letter_with_proof_then_no_term_runs(kanaal: str) -> None:
    spel = verzonden(kanaal)
    assert [type(g).__name__ for g, _ in spel.paren[-1:]] == ["IngebrekestellingVerzonden"]
    assert spel.dossier.inbreuken["I1"].inregelstelling is None
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_GEBREKE


@pytest.mark.parametrize("kanaal", ZONDER_BEWIJS)
def test_given_no_proof_then_the_deemed_day_starts_the_term(kanaal: str) -> None:
    wet = termijn("inregelstelling", verzonden="2026-07-17", kanaal=kanaal)
    loopt = verzonden(kanaal).dossier.inbreuken["I1"].inregelstelling
    assert loopt is not None
    assert loopt.laatste_dag_burger == wet.laatste_dag_burger
    assert loopt.laatste_dag_overheid == wet.laatste_dag_overheid
    if kanaal is Kanaal.AANGETEKEND:  # recht §13, case 8
        assert loopt.laatste_dag_burger == dag("2026-08-24")
        assert loopt.laatste_dag_overheid == dag("2026-08-21")


def test_given_a_key_for_the_letter_then_chosen_or_numbered_on() -> None:
    spel = verzonden("gewoon", stuk="BRF-9")
    assert list(spel.dossier.stukken) == ["BRF-9"]
    spel = spel.met(doe("StelInbreukVast", type="I02", datumFeit=FEIT))
    brief = doe(
        "VerzendIngebrekestelling",
        inbreuk="I2",
        kanaal="gewoon",
        verzondenOp="2026-07-20",
        stuk="BRF-9",
    )
    spel.stap(brief).geweigerd("SleutelReedsGebruikt", sleutel="BRF-9")
    zonder = replace(brief, gegevens={k: w for k, w in brief.gegevens.items() if k != "stuk"})
    spel.stap(zonder).dan(
        feit("IngebrekestellingVerzonden", stuk="S1"), "InregelstellingsperiodeGestart"
    )


@pytest.mark.parametrize(
    ("persoon", "code", "feiten"),
    [
        (
            {"klantnummer": None},
            "VerplichteVermeldingOntbreekt",
            {"vermelding": "klantnummer"},
        ),
        ({"adres": None}, "AdresOnbekend", {}),
        ({"heeft_bewindvoerder": True}, "BewindvoerderNietBetekend", {}),
    ],
)
def test_given_what_the_letter_needs_is_missing_when_sent_then_refused(
    persoon: dict[str, object], code: str, feiten: dict[str, object]
) -> None:
    VAST.persoon(**persoon).wanneer(
        "VerzendIngebrekestelling", inbreuk="I1", kanaal="gewoon", verzondenOp="2026-07-17"
    ).geweigerd(code, **feiten)


def test_given_a_guardian_who_gets_the_letter_too_when_sent_then_accepted() -> None:
    VAST.persoon(heeft_bewindvoerder=True).wanneer(
        "VerzendIngebrekestelling",
        inbreuk="I1",
        kanaal="gewoon",
        verzondenOp="2026-07-17",
        ookAanBewindvoerder=True,
    ).dan(
        feit("IngebrekestellingVerzonden", ookAanBewindvoerder=True),
        "InregelstellingsperiodeGestart",
    )


def test_given_all_of_it_when_sent_then_existence_phase_person_field() -> None:
    spel = verzonden("gewoon").persoon(klantnummer=None, adres=None, heeft_bewindvoerder=True)
    spel.wanneer(
        "VerzendIngebrekestelling",
        inbreuk="I1",
        kanaal="gewoon",
        verzondenOp="2026-08-01",
        stuk="S1",
    ).geweigerd(
        "SleutelReedsGebruikt",
        "FaseLaatDitNietToe",
        "AdresOnbekend",
        "BewindvoerderNietBetekend",
        "DatumInDeToekomst",
        "VerplichteVermeldingOntbreekt",
    )


# --- receipt --------------------------------------------------------------------------------


def test_given_a_letter_with_proof_when_received_then_the_term_starts() -> None:
    wet = termijn("inregelstelling", ontvangen="2026-07-22")
    verzonden(BEWIJS).wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2026-07-22").dan(
        feit("OntvangstVastgesteld", stuk="S1", ontvangenOp="2026-07-22", wijze="bewijs"),
        feit(
            "InregelstellingsperiodeGestart",
            inbreuk="I1",
            laatsteDagBurger=wet.laatste_dag_burger,
            laatsteDagOverheid=wet.laatste_dag_overheid,
        ),
    )


def test_given_a_later_receipt_is_proved_then_the_term_moves() -> None:
    spel = (
        verzonden("aangetekend")
        .wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2026-07-30", wijze="verklaring")
        .dan(
            feit("OntvangstVastgesteld", wijze="verklaring"),
            feit(
                "TermijnVerplaatst",
                soort="inregelstelling",
                betreft="I1",
                van="2026-07-31",
                laatsteDagBurger="2026-08-31",  # recht §13, case 12
                laatsteDagOverheid="2026-08-29",
            ),
        )
    )
    loopt = spel.dossier.inbreuken["I1"].inregelstelling
    assert loopt is not None
    assert (loopt.staat, loopt.laatste_dag_burger) == ("loopt", dag("2026-08-31"))
    assert spel.dossier.stukken["S1"].ontvangen_op == dag("2026-07-30")


def test_given_the_term_had_expired_then_its_expiry_is_undone_and_it_runs_again() -> None:
    spel = verzonden("aangetekend")
    spel = spel.met(doe("StelVerstrijkenVast", na(spel, "inregelstelling", "I1"), inbreuk="I1"))
    assert spel.dossier.inbreuken["I1"].fase is Fase.TERMIJN_VERSTREKEN
    spel = spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2026-07-30").dan(
        "OntvangstVastgesteld",
        "TermijnVerplaatst",
        feit("VerstrijkenOngedaanGemaakt", soort="inregelstelling", betreft="I1"),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_GEBREKE
    spel.wanneer("StelVerstrijkenVast", inbreuk="I1").geweigerd(
        "TermijnLoopt", laatsteDagBurger="2026-08-31"
    )
    spel.wanneer("StelVerstrijkenVast", "2026-09-01", inbreuk="I1").dan(
        feit("InregelstellingsperiodeVerstreken", laatsteDagBurger="2026-08-31")
    )


def test_given_it_went_to_abb_meanwhile_then_a_person_is_asked() -> None:
    spel = verzonden("aangetekend")
    spel = spel.met(doe("StelVerstrijkenVast", na(spel, "inregelstelling", "I1"), inbreuk="I1"))
    spel = spel.met(
        doe("MaakOverAanABB", inbreuk="I1"),
        doe("RegistreerOntvangst", stuk="S1", ontvangenOp="2026-07-30"),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.OVERGEMAAKT
    assert [t.soort for t in spel.dossier.open_taken("I1")] == ["ontvangstLaterGebleken"]


def test_given_an_earlier_receipt_then_it_takes_nothing_from_the_citizen() -> None:
    spel = (
        verzonden("aangetekend")
        .wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2026-07-20")
        .dan(
            "OntvangstVastgesteld",
            feit(
                "TermijnVerplaatst",
                laatsteDagBurger="2026-08-24",
                laatsteDagOverheid=termijn("inregelstelling", ontvangen="2026-07-20").ruw_overheid,
            ),
        )
    )
    spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2026-07-20").dan(
        "OntvangstVastgesteld"
    )


def test_given_a_letter_that_starts_nothing_when_received_then_only_that() -> None:
    for stuk in ("S4", "S5", "S7"):
        tot("inGebrekeTotBetaling").wanneer(
            "RegistreerOntvangst", stuk=stuk, ontvangenOp="2025-02-03", wijze="terugmelding"
        ).dan(feit("OntvangstVastgesteld", stuk=stuk, wijze="terugmelding"))


def test_given_an_invitation_when_received_then_the_term_of_defence_starts() -> None:
    spel = tot("overgemaakt").met(
        doe("NodigUitTotVerweer", inbreuk="I1", kanaal=BEWIJS, verzondenOp="2024-05-06")
    )
    spel.wanneer("RegistreerOntvangst", "2024-05-08", stuk="S2", ontvangenOp="2024-05-07").dan(
        "OntvangstVastgesteld",
        feit("VerweertermijnGestart", inbreuk="I1", van="2024-05-08"),
    )
    eerder = tot("verweer").wanneer("RegistreerOntvangst", stuk="S2", ontvangenOp="2024-05-16")
    eerder.dan("OntvangstVastgesteld", feit("TermijnVerplaatst", soort="verweer", betreft="I1"))
    verweer = eerder.spel.dossier.inbreuken["I1"].verweer
    assert verweer is not None
    assert (
        verweer.laatste_dag_burger == termijn("verweer", ontvangen="2024-05-16").laatste_dag_burger
    )


def test_given_a_decision_when_received_then_appeal_and_payment_start_in_that_order() -> None:
    spel = tot("beslist").met(
        doe(
            "BetekenBoetebesluit",
            besluit="B1",
            kanaal=BEWIJS,
            verzondenOp="2024-08-05",
            rechtsmiddelenVermeld=True,
        )
    )
    assert [type(g).__name__ for g, _ in spel.paren[-2:]] == [
        "BoetebesluitBetekend",
        "VorderingGeboekt",
    ]
    ontvangst = doe("RegistreerOntvangst", "2024-08-09", stuk="S3", ontvangenOp="2024-08-08")
    spel = spel.stap(ontvangst).dan(
        "OntvangstVastgesteld",
        feit("BeroepstermijnGestart", besluit="B1", van="2024-08-09"),
        feit("BetaaltermijnGestart", vordering="V1", van="2024-08-09"),
    )
    assert spel.dossier.besluiten["B1"].betekend_op == dag("2024-08-08")
    assert spel.dossier.vorderingen["V1"].betaaltermijn == replace(
        tot("betekend").dossier.vorderingen["V1"].betaaltermijn,  # type: ignore[type-var]
        gezet_door=spel.paren[-1][1].gebeurtenis_id,
    )


def test_given_a_decision_proved_to_be_received_later_then_it_is_no_longer_final() -> None:
    spel = tot("definitief").wanneer("RegistreerOntvangst", stuk="S3", ontvangenOp="2024-10-07")
    daarna = spel.dan(
        "OntvangstVastgesteld",
        feit("TermijnVerplaatst", soort="beroep", betreft="B1"),
        feit("VerstrijkenOngedaanGemaakt", soort="beroep", betreft="B1"),
        feit("TermijnVerplaatst", soort="betaling", betreft="V1"),
    )
    besluit = daarna.dossier.besluiten["B1"]
    assert (besluit.staat, besluit.definitief_op) == ("betekend", None)
    assert daarna.dossier.inbreuken["I1"].fase is Fase.BETEKEND
    betaling = termijn("betaling", ontvangen="2024-10-07")
    loopt = daarna.dossier.vorderingen["V1"].betaaltermijn
    assert loopt is not None
    assert loopt.laatste_dag_burger == betaling.laatste_dag_burger
