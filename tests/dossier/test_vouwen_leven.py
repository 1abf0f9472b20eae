"""Full lives in which things go wrong: they fold again, in part, and by any cut."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handhaving.dossier.decider import vouw
from handhaving.dossier.stand import stand
from handhaving.dossier.termijnen import termijnen
from tests.dossier.spel import DOSSIER, Paar, dag, doe, recht
from tests.dossier.test_intrekking import met_tweede_besluit
from tests.dossier.trap import ADRES, MOTIEVEN, tot
from tests.dossier.voorbeelden_leven import UITSTEL

AFGIFTE = {"kanaal": "afgifte", "verzondenOp": "2024-06-03", "ontvangenOp": "2024-06-03"}


@cache
def levens() -> tuple[tuple[Paar, ...], ...]:
    uitgesteld = tot("inGebreke").met(
        doe("VerleenUitstel", "2024-03-11", **UITSTEL),
        doe("RegistreerOntvangst", "2024-03-12", stuk="S1", ontvangenOp="2024-03-09"),
        doe("BeeindigUitstel", "2024-03-25", tot="2024-03-20"),
        doe("VerlengInregelstellingsperiode", "2024-03-26", inbreuk="I1", tot="2024-05-13"),
        doe("VerleenUitstel", "2024-03-27", soort="contract", van="2024-04-02", tot="2024-04-05"),
        doe("StelSchorsingVast", "2024-04-08", inbreuk="I1"),
        doe("RegistreerOnbestelbaar", "2024-05-02", stuk="S1", op="2024-05-02"),
        doe("RegistreerNieuwAdres", "2024-05-21", adres={**ADRES, "bus": "4"}),
        doe("VerzendIngebrekestelling", "2024-06-03", inbreuk="I1", **AFGIFTE),
        doe("StelVerstrijkenVast", "2024-07-09", inbreuk="I1"),
        doe("VerleenUitstel", soort="start", van="2024-06-10", tot="2024-06-14"),
        doe("RegistreerOverlijden", overledenOp="2024-07-08"),
    )
    vervolgd = met_tweede_besluit().met(
        doe("RegistreerOnbestelbaar", "2024-10-01", stuk="S3", op="2024-10-01"),
        doe("StelBewindvoerderAan", naam="Fictief Persoon-98", adres=ADRES, vanaf="2024-09-02"),
        doe("RegistreerOntvangst", stuk="S3", ontvangenOp="2024-08-12"),
        doe("StelBeroepIn", besluit="B1", ingesteldOp="2024-10-01"),
        doe("TrekBeroepIn", "2024-10-02", besluit="B1", op="2024-10-02"),
        doe("VerhuisNaarRegime", regime="brussel", vanaf="2024-10-01"),
        doe("TrekBoetebesluitIn", besluit="B1", motivering=MOTIEVEN["motivering"]),
        doe("KoppelInsz", insz="85073003328"),
    )
    gestopt = tot("bevestigd").met(
        doe("RegistreerCollectieveSchuldenregeling", toelaatbaarOp="2025-03-08"),
        doe("RegistreerAmbtshalveAfvoering", op="2025-03-09"),
        doe("VerleenVrijstelling", reden="Fictief.", vanaf="2024-02-01"),
        doe("RegistreerOnbestelbaar", stuk="S3", op="2025-03-10"),
        doe("RegistreerOverlijden", overledenOp="2025-03-10"),
    )
    return uitgesteld.paren, vervolgd.paren, gestopt.paren


@pytest.mark.parametrize("nummer", range(3))
def test_given_a_life_then_every_prefix_folds_on_to_the_whole(nummer: int) -> None:
    paren = levens()[nummer]
    geheel = vouw(DOSSIER, paren)
    for positie in range(len(paren) + 1):
        toen = vouw(DOSSIER, paren[:positie])
        assert stand(toen, dag("2025-12-31"), recht())["versie"] == positie
        assert vouw(DOSSIER, paren[positie:], van=toen) == geheel


@pytest.mark.parametrize("nummer", range(3))
def test_given_any_legal_day_then_what_was_valid_by_then_reads(nummer: int) -> None:
    paren = levens()[nummer]
    for op in sorted({g.geldig_op for g, _ in paren}):
        dossier = vouw(DOSSIER, [(g, e) for g, e in paren if g.geldig_op <= op])
        assert stand(dossier, op, recht())["dossierId"] == str(DOSSIER)
        assert all(t.regel for t in termijnen(dossier))


@given(st.data())
def test_given_any_subset_then_it_folds_and_reads(data: st.DataObject) -> None:
    paren = data.draw(st.sampled_from(levens()))
    mee = data.draw(st.lists(st.booleans(), min_size=len(paren), max_size=len(paren)))
    dossier = vouw(DOSSIER, [paar for paar, ja in zip(paren, mee, strict=True) if ja])
    assert stand(dossier, dag("2025-12-31"), recht())
    for termijn in termijnen(dossier):
        assert termijn.opdracht is None or termijn.staat == "loopt"
