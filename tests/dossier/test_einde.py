"""What stops: death, a collective settlement of debts, and closing the dossier."""

from __future__ import annotations

import pytest

from handhaving.dossier.state import AFGESLOTEN, Fase
from handhaving.dossier.vordering.saldo import saldo
from handhaving.recht import Cent
from tests.dossier.spel import Feit, Stap, dag, doe, feit, recht
from tests.dossier.trap import BESLUIT_OP, IN_GEBREKE_OP, MOTIEVEN, tot


def vraag(soort: str, betreft: str, opdracht: str, **gegevens: str) -> Feit:
    return feit(
        "HerbekijkenGevraagd", soort=soort, betreft=betreft, opdracht=opdracht, gegevens=gegevens
    )


# ---- death ----------------------------------------------------------------------------------


@pytest.mark.parametrize("trede", ["vastgesteld", "inGebreke", "termijnVerstreken", "voorgesteld"])
def test_given_no_decision_yet_when_somebody_died_then_the_infringement_ends(trede: str) -> None:
    uitkomst = tot(trede).wanneer("RegistreerOverlijden", overledenOp="2024-03-02")
    spel = uitkomst.dan(feit("OverlijdenGeregistreerd", overledenOp="2024-03-02"))
    assert uitkomst.feiten[0].geldig_op == dag("2024-03-02")
    assert {g.regel for g in uitkomst.feiten[0].grondslag} >= {"overlijden.voorBesluit"}
    assert spel.dossier.inbreuken["I1"].fase is Fase.BEEINDIGD_OVERLIJDEN
    besluit = doe("NeemBoetebesluit", BESLUIT_OP, inbreuk="I1", bedrag="250.00", **MOTIEVEN)
    weigering = spel.stap(besluit).weigering
    assert weigering is not None
    assert weigering.code == "PersoonOverleden"
    spel.wanneer("StelInbreukVast", type="I06", datumFeit="2024-03-01").geweigerd(
        "PersoonOverleden"
    )
    spel.wanneer("RegistreerOverlijden", overledenOp="2024-03-02").dan()


@pytest.mark.parametrize("overleden_op", ["1985-01-14", "1900-01-01"])
def test_given_a_known_birth_when_death_lies_before_it_then_refused(overleden_op: str) -> None:
    weigering = (
        tot("vastgesteld")
        .wanneer("RegistreerOverlijden", overledenOp=overleden_op)
        .geweigerd(
            "DatumOnmogelijk", veld="overledenOp", datum=overleden_op, voorganger="geboortedatum"
        )
    )
    assert "1985" not in str(weigering.feiten).replace(overleden_op, "")
    assert "1985-01-15" not in weigering.boodschap
    op_de_dag = tot("vastgesteld").stap(doe("RegistreerOverlijden", overledenOp="1985-01-15"))
    assert op_de_dag.weigering is None or op_de_dag.weigering.code != "DatumOnmogelijk"
    onbekend = tot("vastgesteld").persoon(geboortedatum=None, insz=None)
    uitkomst = onbekend.wanneer("RegistreerOverlijden", overledenOp=overleden_op)
    assert uitkomst.weigering is None or uitkomst.weigering.code != "DatumOnmogelijk"


@pytest.mark.parametrize("fase", sorted(AFGESLOTEN))
def test_given_a_closed_infringement_when_somebody_died_then_it_stays_as_it_was(
    fase: Fase,
) -> None:
    spel = tot("vastgesteld").inbreuk(fase=fase)
    spel = spel.wanneer("RegistreerOverlijden", overledenOp="2024-03-02").dan(
        "OverlijdenGeregistreerd"
    )
    assert spel.dossier.inbreuken["I1"].fase is fase


@pytest.mark.parametrize("overleden_op", ["2024-08-04", BESLUIT_OP])
def test_given_a_decision_after_the_death_then_it_is_stopped_and_withdrawal_proposed(
    overleden_op: str,
) -> None:
    spel = (
        tot("betekend")
        .wanneer("RegistreerOverlijden", overledenOp=overleden_op)
        .dan(
            "OverlijdenGeregistreerd",
            feit(
                "InvorderingOpgeschort",
                vordering="V1",
                vanaf=overleden_op,
                redenCode="overleden",
            ),
            vraag(
                "overledenVoorBesluit",
                "B1",
                "TrekBoetebesluitIn",
                besluit="B1",
                redenCode="overleden",
            ),
        )
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.BETEKEND
    spel.wanneer("VerzendBetaalverzoek", vordering="V1", verzondenOp="2024-08-09").geweigerd(
        "InvorderingIsOpgeschort"
    )
    # Another date is another fact; what lies still, is not stopped twice.
    spel.wanneer("RegistreerOverlijden", overledenOp="2024-08-03").dan("OverlijdenGeregistreerd")


def test_given_a_decision_that_was_not_served_then_it_never_is() -> None:
    spel = (
        tot("beslist")
        .wanneer("RegistreerOverlijden", "2024-08-07", overledenOp="2024-08-06")
        .dan(
            "OverlijdenGeregistreerd",
            vraag(
                "overledenVoorBesluit",
                "B1",
                "TrekBoetebesluitIn",
                besluit="B1",
                redenCode="overleden",
            ),
        )
    )
    spel.wanneer(
        "BetekenBoetebesluit",
        besluit="B1",
        kanaal="gewoon",
        verzondenOp="2024-08-07",
        rechtsmiddelenVermeld=True,
    ).geweigerd("PersoonOverleden")


def test_given_a_fine_from_before_the_death_then_remission_of_the_rest_is_proposed() -> None:
    betaald = doe(
        "BoekBetaling",
        "2024-11-04",
        vordering="V1",
        bedrag="50.00",
        valutadatum="2024-11-04",
        bankreferentie="C-1",
    )
    spel = tot("definitief").met(betaald)
    spel.wanneer("RegistreerOverlijden", "2024-11-12", overledenOp="2024-11-10").dan(
        "OverlijdenGeregistreerd",
        "InvorderingOpgeschort",
        vraag(
            "overledenNaBesluit",
            "V1",
            "ScheldKwijt",
            vordering="V1",
            onderdeel="hoofdsom",
            bedrag="200.00",
            redenCode="overleden",
        ),
    )


def test_given_a_paid_fine_from_before_the_death_then_there_is_nothing_to_stop() -> None:
    betaald = doe(
        "BoekBetaling",
        "2024-11-04",
        vordering="V1",
        bedrag="250.00",
        valutadatum="2024-11-04",
        bankreferentie="C-1",
    )
    spel = tot("definitief").met(betaald)
    spel.wanneer("RegistreerOverlijden", overledenOp="2024-11-03").dan("OverlijdenGeregistreerd")
    spel.wanneer("RegistreerOverlijden", overledenOp="2024-08-01").dan(
        "OverlijdenGeregistreerd",
        feit("HerbekijkenGevraagd", opdracht="TrekBoetebesluitIn"),
    )


def test_given_a_claim_at_vlabel_when_somebody_died_then_recalling_it_is_proposed() -> None:
    tot("bevestigd").wanneer("RegistreerOverlijden", overledenOp="2025-03-09").dan(
        "OverlijdenGeregistreerd",
        "InvorderingOpgeschort",
        vraag(
            "overleden", "O1", "RoepVlabelOverdrachtTerug", overdracht="O1", redenCode="overleden"
        ),
        feit("HerbekijkenGevraagd", soort="overledenNaBesluit", taak="T2"),
    )


def test_given_a_withdrawn_decision_when_somebody_died_then_nobody_is_asked() -> None:
    spel = tot("betekend").met(doe("TrekBoetebesluitIn", besluit="B1", motivering="Fictief."))
    spel.wanneer("RegistreerOverlijden", overledenOp="2024-08-01").dan("OverlijdenGeregistreerd")


# ---- collective settlement of debts ----------------------------------------------------------


def test_given_a_settlement_then_recovery_lies_still_and_interest_stops_that_day() -> None:
    op = "2025-02-10"
    spel = tot("inGebrekeTotBetaling").op(op)
    spel = spel.wanneer("RegistreerCollectieveSchuldenregeling", toelaatbaarOp="2025-02-08").dan(
        feit("CollectieveSchuldenregelingToelaatbaar", toelaatbaarOp="2025-02-08"),
        feit(
            "InvorderingOpgeschort",
            vordering="V1",
            vanaf="2025-02-08",
            redenCode="collectieveSchuldenregeling",
            intrestStopt=True,
        ),
        feit("HerbekijkenGevraagd", soort="aangifteSchuldbemiddelaar", taak="T1"),
        vraag(
            "verjaringBijSchuldenregeling",
            "V1",
            "SchorsVerjaring",
            vordering="V1",
            grond="collectieveSchuldenregeling",
            vanaf="2025-02-08",
        ),
    )
    assert spel.dossier.persoon.schuldenregeling_op == dag("2025-02-08")
    wet = recht().intrest(Cent(25000), dag(IN_GEBREKE_OP), dag("2025-02-08"))
    vordering = spel.dossier.vorderingen["V1"]
    assert {saldo(vordering, dag(d), recht()).intrest for d in ("2025-02-08", "2025-12-31")} == {
        wet.bedrag
    }
    spel.wanneer("RegistreerCollectieveSchuldenregeling", toelaatbaarOp="2025-02-08").dan()


def test_given_a_claim_at_vlabel_then_recalling_it_is_proposed_too() -> None:
    tot("bevestigd").wanneer(
        "RegistreerCollectieveSchuldenregeling", toelaatbaarOp="2025-03-09"
    ).dan(
        "CollectieveSchuldenregelingToelaatbaar",
        "InvorderingOpgeschort",
        "HerbekijkenGevraagd",
        "HerbekijkenGevraagd",
        vraag(
            "collectieveSchuldenregeling",
            "O1",
            "RoepVlabelOverdrachtTerug",
            overdracht="O1",
            redenCode="collectieveSchuldenregeling",
        ),
    )


# ---- closing --------------------------------------------------------------------------------

SLUIT = doe("SluitDossier", reden="Fictief.", redenCode="afgehandeld")


@pytest.mark.parametrize(
    ("trede", "open_"),
    [
        ("vastgesteld", ["I1"]),
        ("beslist", ["I1"]),
        ("betekend", ["I1", "V1"]),
        ("bevestigd", ["V1", "O1"]),
    ],
)
def test_given_something_open_when_closed_then_refused_and_named(
    trede: str, open_: list[str]
) -> None:
    tot(trede).stap(SLUIT).geweigerd("DossierHeeftOpenZaken", open=open_)


def test_given_nothing_open_when_closed_then_only_reopening_is_possible() -> None:
    spel = (
        tot("open")
        .stap(SLUIT)
        .dan(
            feit(
                "DossierGesloten",
                geslotenOp="2024-02-27",
                redenCode="afgehandeld",
                reden="Fictief.",
            )
        )
    )
    spel.wanneer("StelInbreukVast", type="I01", datumFeit="2024-02-20").geweigerd(
        "DossierIsGesloten", geslotenOp="2024-02-27"
    )
    spel.stap(SLUIT).geweigerd("DossierIsGesloten")
    heropend = spel.wanneer("HeropenDossier", "2024-02-28", reden="Fictief.").dan(
        feit("DossierHeropend", heropendOp="2024-02-28", reden="Fictief.")
    )
    heropend.wanneer("StelInbreukVast", type="I01", datumFeit="2024-02-20").dan(
        "InbreukVastgesteld"
    )
    heropend.wanneer("HeropenDossier", reden="Fictief.").geweigerd(
        "FaseLaatDitNietToe", fase="open", toegelaten=["gesloten"]
    )


def test_given_a_paid_and_final_fine_then_the_dossier_can_close_and_an_overpaid_one_not() -> None:
    def betaald(bedrag: str) -> Stap:
        return doe(
            "BoekBetaling",
            "2024-11-04",
            vordering="V1",
            bedrag=bedrag,
            valutadatum="2024-11-04",
            bankreferentie="C-1",
        )

    definitief = tot("definitief")
    definitief.met(betaald("250.00")).stap(SLUIT).dan("DossierGesloten")
    for bedrag in ("300.00", "250.01"):
        teveel = definitief.met(betaald(bedrag))
        weigering = teveel.stap(SLUIT).geweigerd("DossierHeeftOpenZaken")
        assert weigering.feiten["open"] == ["V1", "T1"]
