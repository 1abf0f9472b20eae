"""Free text of a command says something, and an address says where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.kopie import replace
from handhaving.dossier.persoon import Adres, waarheen
from handhaving.dossier.tekst import is_leeg
from handhaving.eventlog.persoonlijk import GEWIST, VERZEGELD
from tests.dossier.spel import doe
from tests.dossier.trap import ADRES, tot

if TYPE_CHECKING:
    from handhaving.dossier.basis import Opdracht

NIETS = (" ", "\u200b", "\u00a0\u2060", "\ufeff", "\u2800", "\u3164", "\n\t", "\u202e\u202c")
VERPLICHT = sorted(
    (naam, veld)
    for naam, opdracht in OPDRACHTEN.items()
    for veld, info in opdracht.model_fields.items()
    if veld in {"reden", "grond", "naam", "motivering"} and info.is_required()
)


@pytest.mark.parametrize("tekst", ["", *NIETS])
def test_given_nothing_to_read_then_it_is_empty(tekst: str) -> None:
    assert is_leeg(tekst)
    assert not is_leeg(tekst + "é")


ONZICHTBAAR = "\u115f\u1160\u2800\u3164\uffa0"
LETTERS = st.characters(categories=["L", "N", "P"], exclude_characters=ONZICHTBAAR)


@given(st.text(alphabet=LETTERS, min_size=1))
def test_given_a_letter_a_digit_or_a_mark_then_it_is_not(tekst: str) -> None:
    assert not is_leeg(tekst)


def test_given_what_cannot_be_read_then_it_was_there() -> None:
    assert is_leeg(None)
    assert not any(map(is_leeg, (GEWIST, VERZEGELD)))


def _voorbeeld(naam: str) -> dict[str, object]:
    opdracht: type[Opdracht] = OPDRACHTEN[naam]
    return dict(opdracht.voorbeeld)


def test_the_commands_that_must_give_a_reason_are_many() -> None:
    assert len(VERPLICHT) >= 15, VERPLICHT


@pytest.mark.parametrize(("naam", "veld"), VERPLICHT)
@pytest.mark.parametrize("niets", [" ", "\u200b"])
def test_given_a_reason_in_which_nothing_stands_then_the_field_is_named(
    naam: str, veld: str, niets: str
) -> None:
    opdracht = OPDRACHTEN[naam]
    opdracht.model_validate(_voorbeeld(naam))
    with pytest.raises(ValueError, match=rf"(?s)1 validation error.*\n{veld}\n"):
        opdracht.model_validate(_voorbeeld(naam) | {veld: niets})


MET_ADRES = (
    "OpenDossier", "WijzigPersoonsgegevens", "RegistreerNieuwAdres", "StelBewindvoerderAan",
)  # fmt: skip
LEEG: tuple[dict[str, str], ...] = (
    {},
    {"land": "BE"},
    {"postcode": "9999", "huisnummer": "1"},
    {"straat": "\u200b"},
)


@pytest.mark.parametrize("adres", LEEG)
@pytest.mark.parametrize(
    "naam",
    ["OpenDossier", "WijzigPersoonsgegevens", "RegistreerNieuwAdres", "StelBewindvoerderAan"],
)
def test_given_an_address_that_leads_nowhere_then_a_command_does_not_bring_it(
    naam: str, adres: dict[str, str]
) -> None:
    opdracht = OPDRACHTEN[naam]
    heel = _voorbeeld(naam) | {"adres": ADRES}
    opdracht.model_validate(heel)
    with pytest.raises(ValueError, match=r"(?s)1 validation error.*\nadres\n"):
        opdracht.model_validate(heel | {"adres": adres})


def test_given_such_an_address_in_an_old_log_then_no_letter_leaves() -> None:
    spel = tot("vastgesteld")
    brief = doe(
        "VerzendIngebrekestelling",
        inbreuk="I1",
        kanaal="gewoon",
        verzondenOp=spel.vandaag.isoformat(),
    )
    dossier = spel.dossier
    zonder = replace(dossier, persoon=replace(dossier.persoon, adres=Adres(land="BE")))
    replace(spel, dossier=zonder).stap(brief).geweigerd("AdresOnbekend")
    spel.stap(brief).dan("IngebrekestellingVerzonden", "InregelstellingsperiodeGestart")


def test_given_an_address_that_is_sealed_then_it_is_there() -> None:
    assert waarheen(VERZEGELD)
    assert waarheen(Adres(gemeente="Fictiegem"))
    assert not waarheen(None)
