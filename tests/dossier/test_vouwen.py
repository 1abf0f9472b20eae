"""Folding: the whole history gives what was live, and any part of it gives a dossier that reads."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handhaving.dossier.decider import GEBEURTENISSEN, evolueer, vouw
from handhaving.dossier.kopie import replace
from handhaving.dossier.stand import stand
from handhaving.dossier.state import Dossier, Fase
from handhaving.dossier.termijnen import termijnen
from tests.dossier.spel import DOSSIER, Spel, dag, doe, recht
from tests.dossier.trap import FEIT, tot
from tests.dossier.voorbeelden import VOORBEELDEN, met_beroep

if TYPE_CHECKING:
    from collections.abc import Callable

BETALING = doe(
    "BoekBetaling",
    "2025-06-02",
    vordering="V1",
    bedrag="300.00",
    valutadatum="2025-06-02",
    bankreferentie="C-1",
)


def _bezwogen() -> Spel:
    """The straight path, with all that can be undone, moved, recalled and asked."""
    return tot("bevestigd").met(
        doe("StelInbreukVast", type="I02", datumFeit=FEIT, vaststellerOnbekend=True),
        doe("NeemHistorischFeitOver", inbreuk="I2", soort="andere", datum=FEIT, bron="KBI"),
        doe("HandelTaakAf", taak="T1", uitkomst="verklaring"),
        doe("RegistreerVerweer", inbreuk="I1", verzondenOp="2024-06-03", ontvangenOp="2025-03-03"),
        doe("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp="2024-04-02"),
        doe("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-04-02"),
        doe("RegistreerOntvangst", stuk="S3", ontvangenOp="2024-10-07"),
        doe("StelBeroepIn", besluit="B1", ingesteldOp="2024-10-14"),
        BETALING,
        doe(
            "RegistreerUitspraak",
            besluit="B1",
            uitspraak="hervormd",
            op="2025-06-02",
            definitiefOp="2025-06-02",
            bedrag="60.00",
        ),
        doe("WijzigPersoonsgegevens", naam="Fictief Persoon-19", vanaf="2024-06-01"),
        doe("ZetInbreukRecht", inbreuk="I2", reden="Fictief."),
    )


def _vernietigd() -> Spel:
    return met_beroep().met(
        BETALING,
        doe(
            "RegistreerUitspraak",
            besluit="B1",
            uitspraak="vernietigd",
            op="2025-06-02",
            definitiefOp="2025-06-02",
        ),
    )


def _rechtgezet() -> Spel:
    return tot("bevestigd").met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))


def _genezen() -> Spel:
    """Cured in time as it turns out, after a late cure and a hand-over."""
    return tot("overgemaakt").met(
        doe("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp="2024-05-02"),
        doe("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp="2024-04-02"),
    )


def _voldaan() -> Spel:
    """Paid to the cent, before anybody asked."""
    return tot("betekend").met(
        doe(
            "BoekBetaling",
            vordering="V1",
            bedrag="250.00",
            valutadatum="2024-08-08",
            bankreferentie="C-1",
        )
    )


GEVOLGEN = {
    "BoetebesluitIngetrokken",
    "InregelstellingTeLaat",
    "OvermakingOngedaanGemaakt",
    "TeveelBetaald",
    "TermijnVerplaatst",
    "VerstrijkenOngedaanGemaakt",
    "VlabelOverdrachtTeruggeroepen",
    "VorderingVoldaan",
}
"""What follows from a command beside its own event."""


def _dringend() -> Spel:
    """Handed over in a hurry, and refused."""
    return tot("inGebrekeTotBetaling").met(
        doe("KeurDringendeOverdrachtGoed", vordering="V1", motivering="Fictief."),
        doe("DraagOverAanVlabel", vordering="V1", dringend=True),
        doe("MarkeerVlabelOverdrachtVerzonden", overdracht="O1", bestand="X"),
        doe("WeigerVlabelOverdracht", overdracht="O1", code="E1"),
    )


LEVENS: dict[str, Callable[[], Spel]] = {
    "bezwogen": _bezwogen,
    "vernietigd": _vernietigd,
    "rechtgezet": _rechtgezet,
    "dringend": _dringend,
    "genezen": _genezen,
    "voldaan": _voldaan,
}
"""Some full lives."""
ALLE = [*LEVENS, *VOORBEELDEN]


@cache
def leven(naam: str) -> Spel:
    """A full life, or the example of a command played out."""
    if naam in LEVENS:
        return LEVENS[naam]()
    voorbeeld = VOORBEELDEN[naam]
    return voorbeeld.spel().met(voorbeeld.stap(naam))


def leesbaar(dossier: Dossier) -> None:
    """A dossier that stands, whatever was left out of it."""
    for op in (dag("2024-03-01"), dag("2025-12-31"), dag("2028-01-01")):
        assert stand(dossier, op, recht())["dossierId"] == str(DOSSIER)
    for termijn in termijnen(dossier):
        assert isinstance(termijn.vervalt_op, date)
        assert termijn.regel
        assert (termijn.opdracht is None) or termijn.staat == "loopt"


@pytest.mark.parametrize("naam", LEVENS)
def test_given_a_full_life_when_folded_again_then_it_is_what_was_live(naam: str) -> None:
    spel = leven(naam)
    assert spel.opnieuw() == spel.dossier
    leesbaar(spel.dossier)


def test_given_the_histories_then_together_they_hold_what_commands_can_lead_to() -> None:
    gezien = {type(g).__name__ for naam in ALLE for g, _ in leven(naam).paren}
    assert {g for v in VOORBEELDEN.values() for g in v.gebeurtenissen} | GEVOLGEN <= gezien


@pytest.mark.parametrize("naam", ALLE)
def test_given_any_prefix_then_it_folds_on_to_the_whole(naam: str) -> None:
    paren = leven(naam).paren
    geheel = vouw(DOSSIER, paren)
    for tot_positie in range(len(paren) + 1):
        toen = vouw(DOSSIER, paren[:tot_positie])
        assert toen.versie == tot_positie
        assert vouw(DOSSIER, paren[tot_positie:], van=toen) == geheel
        assert toen == vouw(DOSSIER, paren[:tot_positie])
        if naam in LEVENS:
            leesbaar(toen)


@pytest.mark.parametrize("naam", LEVENS)
def test_given_any_legal_day_then_the_events_valid_by_then_fold(naam: str) -> None:
    paren = leven(naam).paren
    dagen = sorted({g.geldig_op for g, _ in paren})
    for een, ander in pairwise([dag("2000-01-01"), *dagen, dag("2100-01-01")]):
        assert een < ander
        leesbaar(vouw(DOSSIER, [(g, e) for g, e in paren if g.geldig_op <= een]))


@pytest.mark.parametrize("naam", LEVENS)
def test_given_one_kind_of_event_is_left_out_then_the_rest_still_folds(naam: str) -> None:
    paren = leven(naam).paren
    for weg in {type(g) for g, _ in paren}:
        leesbaar(vouw(DOSSIER, [(g, e) for g, e in paren if type(g) is not weg]))


def test_given_a_withdrawal_without_its_reason_then_the_infringement_is_withdrawn() -> None:
    paren = [(g, e) for g, e in _rechtgezet().paren if type(g).__name__ != "InbreukRechtgezet"]
    assert vouw(DOSSIER, paren).inbreuken["I1"].fase is Fase.INGETROKKEN


@given(st.data())
def test_given_any_subset_at_all_then_it_folds_without_an_exception(data: st.DataObject) -> None:
    paren = leven(data.draw(st.sampled_from(ALLE))).paren
    gekozen = data.draw(st.lists(st.booleans(), min_size=len(paren), max_size=len(paren)))
    deel = [paar for paar, mee in zip(paren, gekozen, strict=True) if mee]
    dossier = vouw(DOSSIER, deel)
    assert dossier.versie == (deel[-1][1].versie if deel else 0)
    leesbaar(dossier)


@given(st.integers(0, 60), st.integers(0, 60))
def test_given_both_questions_at_once_then_the_cut_by_position_and_by_day_folds(
    positie: int, rang: int
) -> None:
    paren = leven("bezwogen").paren
    op = sorted(g.geldig_op for g, _ in paren)[min(rang, len(paren) - 1)]
    bekend = [(g, e) for g, e in paren if e.positie <= positie and g.geldig_op <= op]
    leesbaar(vouw(DOSSIER, bekend))


@pytest.mark.parametrize("naam", sorted(GEBEURTENISSEN))
def test_given_an_event_on_an_empty_dossier_then_it_folds(naam: str) -> None:
    """Alone, without anything that it speaks of."""
    paren = (paar for leven_ in ALLE for paar in leven(leven_).paren)
    gevonden = next(((g, e) for g, e in paren if type(g).__name__ == naam), None)
    if gevonden is not None:
        leesbaar(evolueer(Dossier(DOSSIER), *gevonden))


def test_een_stap_laat_wat_er_was_ongemoeid() -> None:
    dossier, voordien = Dossier(DOSSIER), []
    for paar in _bezwogen().paren:
        voordien.append((dossier, repr(dossier)))
        dossier = evolueer(dossier, *paar)
    assert [repr(was) for was, _ in voordien] == [toen for _, toen in voordien]
    assert [was.versie for was, _ in voordien] == list(range(len(voordien)))


def test_een_stap_die_niets_verandert_telt_en_laat_wat_er_was_ongemoeid() -> None:
    paar = next(p for p in _bezwogen().paren if type(p[0]).__name__ == "InbreukRechtgezet")
    leeg = Dossier(DOSSIER)
    na = evolueer(leeg, *paar)
    assert (leeg.versie, na.versie) == (0, paar[1].versie)
    assert na == replace(leeg, versie=na.versie)
