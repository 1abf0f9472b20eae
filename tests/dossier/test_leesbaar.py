"""What a command writes in the clear stays for ever: no national number, no account number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic.fields import FieldInfo

from handhaving.dossier.basis import NIEUWE_SLEUTEL, RedenCode, Sleutel, Weigering
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.persoon import Taal
from handhaving.dossier.vordering.betaling import BoekBetaling
from handhaving.dossier.vorm import lees_opdracht
from handhaving.recht.bedragen import Cent
from tests.dossier.strategieen import velden
from tests.dossier.voorbeelden import VOORBEELDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

INSZ = "85011501764"
IBAN = "BE68539007547034"
NUMMERS = (INSZ, IBAN, f"JanJanssens-{INSZ}.xml", f"x-{IBAN}.xml")
GEEN_NUMMER = {
    NIEUWE_SLEUTEL,
    *(get_args(soort)[1].pattern for soort in (Sleutel, RedenCode, Taal)),
}
"""Forms in which no number fits, or that name what is in the log already."""
NOEMT = {("StorneerBetaling", "bankreferentie")}
REDEN = "bevat een rijksregisternummer of een IBAN; dit veld blijft voor altijd leesbaar"


def patronen(soort: object) -> Iterator[str]:
    if isinstance(patroon := getattr(soort, "pattern", None), str):
        yield patroon
    diep = (*soort.metadata, soort.annotation) if isinstance(soort, FieldInfo) else get_args(soort)
    for deel in diep:
        yield from patronen(deel)


LEESBAAR = [
    (naam, veld)
    for naam, klasse in sorted(OPDRACHTEN.items())
    for veld, info in velden(klasse).items()
    if {*patronen(info)} - GEEN_NUMMER and (naam, veld) not in NOEMT
]


def test_the_fields_in_the_clear_are_found() -> None:
    assert {
        ("BoekBetaling", "bankreferentie"),
        ("BevestigVlabelOverdracht", "referentie"),
        ("MarkeerVlabelOverdrachtVerzonden", "bestand"),
        ("NeemHistorischFeitOver", "bron"),
        ("RegistreerDeelname", "cursus"),
        ("RegistreerVerstrekking", "ontvanger"),
        ("RegistreerVerstrekking", "doel"),
        ("StelInbreukVast", "vaststeller"),
        ("StelInbreukVast", "stukken"),
        ("StelInbreukVast", "type"),
        ("WeigerVlabelOverdracht", "code"),
    } <= set(LEESBAAR)


@pytest.mark.parametrize("nummer", NUMMERS)
@pytest.mark.parametrize(("naam", "veld"), LEESBAAR)
def test_given_a_number_of_a_person_in_a_clear_field_then_refused_by_its_name(
    naam: str, veld: str, nummer: str
) -> None:
    soort = str(OPDRACHTEN[naam].model_fields[_python(naam, veld)].annotation)
    waarde: Any = ["DOC-1", nummer] if soort.startswith("tuple") else nummer
    with pytest.raises(Weigering) as fout:
        lees_opdracht(naam, {**VOORBEELDEN[naam].gevuld(), veld: waarde})
    assert fout.value.feiten["velden"] == [f"{veld}: {REDEN}"]
    assert nummer not in f"{fout.value} {fout.value.feiten}"


def _python(naam: str, veld: str) -> str:
    return next(n for n, info in OPDRACHTEN[naam].model_fields.items() if (info.alias or n) == veld)


def test_given_a_command_made_without_json_then_the_same_rule() -> None:
    with pytest.raises(ValueError, match="een INSZ of een IBAN"):
        BoekBetaling(
            vordering="V1", bedrag=Cent(100), valutadatum=date(2024, 8, 10), bankreferentie=INSZ
        )


def test_given_a_payment_of_before_then_it_can_still_be_reversed() -> None:
    gegevens = {**VOORBEELDEN["StorneerBetaling"].gevuld(), "bankreferentie": IBAN}
    assert lees_opdracht("StorneerBetaling", gegevens).veld("bankreferentie") == IBAN


def test_given_free_text_which_is_sealed_then_a_number_may_stand_in_it() -> None:
    gegevens = {**VOORBEELDEN["BoekBetaling"].gevuld(), "tegenpartij": f"Fictief {IBAN}"}
    assert lees_opdracht("BoekBetaling", gegevens).veld("tegenpartij") == f"Fictief {IBAN}"
