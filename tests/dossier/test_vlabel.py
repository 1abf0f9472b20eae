"""Handing a claim over to VLABEL, urgent or not, and what VLABEL answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.state import VerjaringStand
from handhaving.dossier.vordering.saldo import saldo
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.persoonlijk import GEWIST
from handhaving.recht import Cent
from tests.dossier.spel import DOSSIER, RUIMTE, Spel, dag, doe, feit, recht, toon
from tests.dossier.trap import ADRES, IN_GEBREKE_OP, INSZ, na, tot

KLAAR = tot("inGebrekeTotBetaling").op("2025-03-03")
DATUM = KLAAR.dossier.vorderingen["V1"].verjaring
assert DATUM is not None
MARGE = recht().getal("overdracht.marge", dag("2025-03-03")).waarde
GRENS = DATUM.datum - timedelta(days=MARGE)
LAATSTE_JAAR = max(w.van.year for w in recht().parameters.op_naam["intrest.voet"].waarden)


def vordering(spel: Spel, **velden: object) -> Spel:
    """The same, with the claim in another state."""
    return replace(spel, dossier=spel.dossier.met_vordering("V1", **velden))


def besluit(spel: Spel, **velden: object) -> Spel:
    """The same, with the decision in another state."""
    return replace(spel, dossier=spel.dossier.met_besluit("B1", **velden))


def met_verjaring(spel: Spel, datum: date) -> Spel:
    """The same, with a claim that prescribes on this day."""
    stand = VerjaringStand(datum, datum, datum, (), "verjaring.termijn", RUIMTE)
    return vordering(spel, verjaring=stand)


def test_given_a_final_unpaid_claim_when_handed_over_then_the_frozen_data_set() -> None:
    open_ = saldo(KLAAR.dossier.vorderingen["V1"], KLAAR.vandaag, recht())
    spel = KLAAR.met(
        doe(
            "BoekBetaling",
            "2025-03-03",
            vordering="V1",
            bedrag="50.00",
            valutadatum="2025-03-03",
            bankreferentie="C-1",
        )
    )
    uitkomst = spel.wanneer("DraagOverAanVlabel", vordering="V1")
    spel = uitkomst.dan(
        feit(
            "VlabelOverdrachtVoorbereid",
            overdracht="O1",
            vordering="V1",
            voorbereidOp="2025-03-03",
            dringend=False,
            schuldenaar={
                "insz": INSZ,
                "naam": "Fictief Persoon-17",
                "voornaam": "Voorbeeld",
                "adres": {**ADRES, "bus": None},
            },
            gegevens={
                "dossiernummerOpdrachtgever": f"{DOSSIER}-V1",
                "gestructureerdeMededeling": spel.dossier.vorderingen["V1"].ogm,
                "transactienummerOrafin": None,
                "hoofdsom": "250.00",
                "reedsBetaald": "50.00",
                "nogVerschuldigd": str(open_.totaal - 5000),
                "kosten": "0.00",
                "intrestVoorOverdracht": "0.00",
                "intrestTotBetaling": {
                    "vanaf": "2025-03-03",
                    "rentevoeten": [{"jaar": 2025, "procent": _procent(2025)}],
                },
                "datumEersteBrief": "2024-08-07",
                "datumIngebrekestelling": IN_GEBREKE_OP,
                "verjaringstermijn": "5-jaren",
                "datumVerjaring": spel.dossier.vorderingen["V1"].verjaring.datum.isoformat(),  # type: ignore[union-attr]
                "besluit": {
                    "datum": spel.dossier.besluiten["B1"].genomen_op.isoformat(),
                    "definitiefOp": spel.dossier.besluiten["B1"].definitief_op.isoformat(),  # type: ignore[union-attr]
                },
            },
        )
    )
    assert {g.regel for g in uitkomst.feiten[0].grondslag} == {
        "overdracht.marge",
        "aanmaning.minimum",
    }
    assert spel.dossier.overdrachten["O1"].staat == "voorbereid"
    assert spel.dossier.vorderingen["V1"].overdracht == "O1"


def _procent(jaar: int) -> str:
    voet = recht().percentage("intrest.voet", date(jaar, 6, 1)).waarde
    return str(Decimal(voet.numerator) / voet.denominator)


def test_given_two_years_of_interest_when_handed_over_then_the_rate_of_each() -> None:
    uitkomst = KLAAR.wanneer("DraagOverAanVlabel", "2026-02-02", vordering="V1")
    gegevens: dict[str, Any] = toon(uitkomst.feiten[0])["gegevens"]
    assert gegevens["intrestTotBetaling"]["rentevoeten"] == [
        {"jaar": jaar, "procent": _procent(jaar)} for jaar in (2025, 2026)
    ]
    open_ = saldo(KLAAR.dossier.vorderingen["V1"], dag("2026-02-02"), recht())
    assert gegevens["intrestVoorOverdracht"] == str(open_.intrest)


def test_given_a_key_of_ones_own_then_that_is_used_and_not_twice() -> None:
    spel = KLAAR.met(
        doe("DraagOverAanVlabel", vordering="V1", overdracht="O-7"),
        doe("WeigerVlabelOverdracht", overdracht="O-7", code="E1"),
    )
    spel.wanneer("DraagOverAanVlabel", vordering="V1", overdracht="O-7").geweigerd(
        "SleutelReedsGebruikt", sleutel="O-7"
    )
    spel.wanneer("DraagOverAanVlabel", vordering="V1").dan(
        feit("VlabelOverdrachtVoorbereid", overdracht="O1")
    )


@pytest.mark.parametrize(
    ("spel", "codes", "feiten"),
    [
        (
            besluit(KLAAR, staat="betekend", definitief_op=None),
            ("BesluitNietDefinitief",),
            {"besluit": "B1"},
        ),
        (
            besluit(KLAAR, definitief_op=dag("2025-03-04")),
            ("BesluitNietDefinitief",),
            {"besluit": "B1"},
        ),
        (
            KLAAR.met(doe("StelBeroepIn", besluit="B1", ingesteldOp="2024-09-02")),
            ("BesluitNietDefinitief", "BeroepHangende"),
            {},
        ),
        (
            KLAAR.met(doe("StelBeroepIn", besluit="B1", ingesteldOp="2025-03-03")),
            ("BeroepHangende",),
            {"besluit": "B1", "ingesteldOp": "2025-03-03"},
        ),
        (
            vordering(KLAAR, voldaan_op=dag("2025-03-01")),
            ("VorderingVoldaan",),
            {"vordering": "V1"},
        ),
        (
            vordering(KLAAR, aanmaningen=(dag("2024-12-02"),)),
            ("OnvoldoendeAanmaningen",),
            {"verzonden": 1, "nodig": recht().getal("aanmaning.minimum", KLAAR.vandaag).waarde},
        ),
        (
            vordering(KLAAR, afgesloten_op=dag("2025-03-01")),
            ("FaseLaatDitNietToe",),
            {"fase": "afgesloten"},
        ),
        (tot("overgedragen"), ("FaseLaatDitNietToe",), {"fase": "bij VLABEL"}),
        (tot("bevestigd"), ("FaseLaatDitNietToe",), {"fase": "bij VLABEL"}),
        (
            vordering(KLAAR, in_gebreke_op=None),
            ("GegevenOntbreekt",),
            {"gegeven": "datumIngebrekestelling"},
        ),
        (vordering(KLAAR, verjaring=None), ("GegevenOntbreekt",), {"gegeven": "datumVerjaring"}),
        (KLAAR.persoon(insz=None), ("GegevenOntbreekt",), {"gegeven": "schuldenaar.insz"}),
        (KLAAR.persoon(naam=GEWIST), ("GegevenOntbreekt",), {"gegeven": "schuldenaar.naam"}),
        (KLAAR.persoon(adres=None), ("GegevenOntbreekt",), {"gegeven": "schuldenaar.adres"}),
        (KLAAR.persoon(adres=GEWIST), ("GegevenOntbreekt",), {"gegeven": "schuldenaar.adres"}),
    ],
)
def test_given_something_in_the_way_when_handed_over_then_refused(
    spel: Spel, codes: tuple[str, ...], feiten: dict[str, object]
) -> None:
    spel.wanneer("DraagOverAanVlabel", vordering="V1").geweigerd(*codes, **feiten)


def test_given_no_first_name_when_handed_over_then_that_is_no_obstacle() -> None:
    for voornaam in (None, GEWIST):
        KLAAR.persoon(voornaam=voornaam).wanneer("DraagOverAanVlabel", vordering="V1").dan(
            "VlabelOverdrachtVoorbereid"
        )


def test_given_everything_at_once_when_handed_over_then_phase_term_field_in_order() -> None:
    spel = KLAAR.met(doe("StelBeroepIn", besluit="B1", ingesteldOp="2024-09-02"))
    spel = vordering(
        met_verjaring(spel, dag("2025-03-02")),
        voldaan_op=dag("2025-03-01"),
        aanmaningen=(),
        in_gebreke_op=None,
        afgesloten_op=dag("2025-03-01"),
    )
    spel.wanneer("DraagOverAanVlabel", vordering="V1").geweigerd(
        "BesluitNietDefinitief",
        "BeroepHangende",
        "VorderingVerjaard",
        "VorderingVoldaan",
        "FaseLaatDitNietToe",
        "OnvoldoendeAanmaningen",
        "VerjaringTeDichtbij",
        "GegevenOntbreekt",
    )


# --- prescription and the urgent way ------------------------------------------------------------


@pytest.mark.parametrize(("dagen", "goed"), [(0, True), (-1, False), (-MARGE, False)])
def test_given_prescription_comes_near_when_handed_over_then_only_with_the_margin(
    dagen: int,
    goed: bool,  # noqa: FBT001
) -> None:
    datum = KLAAR.vandaag + timedelta(days=MARGE + dagen)
    uitkomst = met_verjaring(KLAAR, datum).wanneer("DraagOverAanVlabel", vordering="V1")
    if goed:
        uitkomst.dan("VlabelOverdrachtVoorbereid")
        return
    uitkomst.geweigerd("VerjaringTeDichtbij", vordering="V1", datum=datum, marge=MARGE)


def test_given_the_last_day_when_handed_over_then_only_the_day_after_is_too_late() -> None:
    spel = met_verjaring(KLAAR, KLAAR.vandaag)
    spel.wanneer("DraagOverAanVlabel", vordering="V1").geweigerd("VerjaringTeDichtbij")
    gisteren = KLAAR.vandaag - timedelta(days=1)
    met_verjaring(KLAAR, gisteren).wanneer("DraagOverAanVlabel", vordering="V1").geweigerd(
        "VorderingVerjaard", "VerjaringTeDichtbij", datum=gisteren
    )
    verjaring = recht().verjaring(dag("2024-08-05"))
    assert not verjaring.verjaard_op(verjaring.datum)


def test_given_urgency_when_handed_over_then_another_person_must_have_approved() -> None:
    spel = met_verjaring(KLAAR, KLAAR.vandaag + timedelta(days=5))
    spel.wanneer("DraagOverAanVlabel", vordering="V1", dringend=True).geweigerd(
        "TweedeGoedkeuringOntbreekt", vordering="V1"
    )
    goed = spel.wanneer("KeurDringendeOverdrachtGoed", vordering="V1", motivering="Fictief.").dan(
        feit(
            "DringendeOverdrachtGoedgekeurd",
            vordering="V1",
            goedgekeurdOp="2025-03-03",
            motivering="Fictief.",
        )
    )
    goed.wanneer("DraagOverAanVlabel", vordering="V1", dringend=True).dan(
        feit("VlabelOverdrachtVoorbereid", dringend=True)
    )
    zelfde = Door("beslisser-1", Rol.INVORDERING, "ABB")
    goed.wanneer("DraagOverAanVlabel", door=zelfde, vordering="V1", dringend=True).geweigerd(
        "TweedeGoedkeuringOntbreekt"
    )


@pytest.mark.parametrize(
    ("spel", "code"),
    [
        (besluit(KLAAR, staat="betekend"), "BesluitNietDefinitief"),
        (vordering(KLAAR, voldaan_op=dag("2025-03-01")), "VorderingVoldaan"),
        (met_verjaring(KLAAR, dag("2025-03-01")), "VorderingVerjaard"),
        (tot("bevestigd"), "FaseLaatDitNietToe"),
    ],
)
def test_given_there_is_nothing_to_hand_over_when_approved_then_refused(
    spel: Spel, code: str
) -> None:
    spel.wanneer("KeurDringendeOverdrachtGoed", vordering="V1", motivering="F.").geweigerd(code)


def test_given_a_year_without_a_rate_when_handed_over_then_the_last_known_day_is_named() -> None:
    laatste = date(LAATSTE_JAAR, 12, 31)
    KLAAR.wanneer("DraagOverAanVlabel", laatste, vordering="V1").dan("VlabelOverdrachtVoorbereid")
    KLAAR.wanneer("DraagOverAanVlabel", laatste + timedelta(days=1), vordering="V1").geweigerd(
        "RentevoetOntbreekt", bekendTot=laatste
    )


def test_given_default_in_a_year_without_a_rate_when_handed_over_then_the_rate_is_missing() -> None:
    op = date(LAATSTE_JAAR + 1, 2, 1)
    spel = vordering(KLAAR, in_gebreke_op=op)
    spel.wanneer("DraagOverAanVlabel", op, vordering="V1").geweigerd("RentevoetOntbreekt")
    vordering(spel, in_gebreke_op=None).wanneer("DraagOverAanVlabel", op, vordering="V1").geweigerd(
        "GegevenOntbreekt"
    )


def test_given_principal_paid_and_only_interest_due_then_it_can_be_handed_over() -> None:
    spel = KLAAR.met(
        doe(
            "BoekBetaling",
            "2025-03-03",
            vordering="V1",
            bedrag="250.00",
            valutadatum="2025-03-03",
            bankreferentie="C-1",
        )
    )
    uitkomst = spel.wanneer("DraagOverAanVlabel", vordering="V1")
    uitkomst.dan("VlabelOverdrachtVoorbereid")
    rest = toon(uitkomst.feiten[0])["gegevens"]["nogVerschuldigd"]
    assert Cent.lees(rest) > 0


# --- what comes after ---------------------------------------------------------------------------


def test_given_a_prepared_hand_over_then_sent_and_confirmed() -> None:
    spel = (
        tot("overgedragen")
        .wanneer("MarkeerVlabelOverdrachtVerzonden", overdracht="O1", bestand="VLABEL-1.xml")
        .dan(feit("VlabelOverdrachtVerzonden", overdracht="O1", bestand="VLABEL-1.xml"))
    )
    spel = spel.wanneer(
        "BevestigVlabelOverdracht", "2025-03-04", overdracht="O1", referentie="VL-7"
    ).dan(
        feit(
            "VlabelOverdrachtBevestigd",
            overdracht="O1",
            bevestigdOp="2025-03-04",
            referentie="VL-7",
        )
    )
    assert (spel.dossier.overdrachten["O1"].staat, spel.dossier.overdrachten["O1"].referentie) == (
        "bevestigd",
        "VL-7",
    )
    for naam, velden in (
        ("MarkeerVlabelOverdrachtVerzonden", {"bestand": "X"}),
        ("BevestigVlabelOverdracht", {"referentie": "X"}),
        ("WeigerVlabelOverdracht", {"code": "X"}),
    ):
        spel.wanneer(naam, overdracht="O1", **velden).geweigerd(
            "FaseLaatDitNietToe", betreft="O1", fase="bevestigd"
        )


def test_given_a_hand_over_when_vlabel_refuses_then_a_task_and_the_claim_is_back() -> None:
    spel = (
        tot("overgedragen")
        .wanneer("WeigerVlabelOverdracht", overdracht="O1", code="E17", reden="Fictief.")
        .dan(feit("VlabelOverdrachtGeweigerd", overdracht="O1", code="E17", reden="Fictief."))
    )
    assert [t.soort for t in spel.dossier.open_taken("O1")] == ["vlabelWeigerde"]
    spel.wanneer("DraagOverAanVlabel", vordering="V1").dan(
        feit("VlabelOverdrachtVoorbereid", overdracht="O2")
    )
    spel.wanneer("BevestigVlabelOverdracht", overdracht="O1", referentie="X").geweigerd(
        "FaseLaatDitNietToe", toegelaten=["verzonden", "voorbereid"]
    )


def test_given_it_was_sent_when_marked_sent_again_then_refused() -> None:
    stap = doe("MarkeerVlabelOverdrachtVerzonden", overdracht="O1", bestand="X")
    tot("overgedragen").met(stap).stap(stap).geweigerd(
        "FaseLaatDitNietToe", fase="verzonden", toegelaten=["voorbereid"]
    )


def test_given_a_dossier_from_the_first_day_then_the_margin_is_far_away() -> None:
    spel = tot("definitief")
    assert na(spel, "beroep", "B1") < GRENS


def test_given_nothing_is_owed_any_more_when_the_file_would_leave_then_it_does_not() -> None:
    """What was prepared and then paid, remitted, prescribed or annulled is not handed over."""
    spel = tot("overgedragen")
    verzend = doe("MarkeerVlabelOverdrachtVerzonden", overdracht="O1", bestand="VL-1.xml")
    betaling = doe(
        "BoekBetaling",
        "2025-03-10",
        vordering="V1",
        bedrag="500.00",
        valutadatum="2025-03-10",
        bankreferentie="C-1",
    )
    assert spel.dossier.overdrachten["O1"].staat == "voorbereid"
    spel.met(betaling).stap(verzend).geweigerd("VorderingVoldaan", vordering="V1")
    vordering(spel, verjaard_op=dag("2025-03-10")).stap(verzend).geweigerd("VorderingVerjaard")
    vordering(spel, kwijtgescholden_op=dag("2025-03-10")).stap(verzend).geweigerd(
        "FaseLaatDitNietToe", fase="afgesloten"
    )
    spel.stap(verzend).dan("VlabelOverdrachtVerzonden")
    # Once it left, a payment does not bring it back: VLABEL is told.
    weg = spel.met(verzend, betaling)
    weg.wanneer("BevestigVlabelOverdracht", overdracht="O1", referentie="VL-1").dan(
        "VlabelOverdrachtBevestigd"
    )
