"""Every refusal rests on something: a message, a place in the order, a ground in the law."""

from __future__ import annotations

import pytest

from handhaving.dossier import refusals
from handhaving.dossier.basis import Soort, Weigering
from handhaving.dossier.correctie import weigeringen
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.recht import Recht

WEIGERINGEN = [
    klasse
    for klasse in (*vars(refusals).values(), *vars(weigeringen).values())
    if isinstance(klasse, type) and issubclass(klasse, Weigering) and klasse is not Weigering
]
ZONDER_RECHTSGROND = {
    # These say that something is not there or not well formed, which is no rule of law.
    klasse.__name__
    for klasse in WEIGERINGEN
    if klasse.soort is Soort.VORM
} | {
    "OnbekendDossier",
    "OnbekendeInbreuk",
    "OnbekendBesluit",
    "OnbekendeVordering",
    "OnbekendeOverdracht",
    "OnbekendeTaak",
    "OnbekendeGebeurtenis",
    "OnbekendUitstel",
    "StukOnbekend",
    "SleutelReedsGebruikt",
    "DatumInDeToekomst",
    "DatumOnmogelijk",
    "GeenAgentschap",
    "RechtswaardeOntbreekt",
    "InbreukVanAnderAgentschap",
}


@pytest.mark.parametrize("klasse", WEIGERINGEN, ids=lambda k: k.__name__)
def test_given_a_refusal_then_its_docstring_is_one_dutch_sentence(klasse: type[Weigering]) -> None:
    boodschap = klasse().boodschap
    assert boodschap.endswith(".")
    assert "\n" not in boodschap


def test_given_the_law_then_every_refusal_that_is_a_rule_has_a_ground() -> None:
    recht = Recht.laad()
    zonder = {
        klasse.__name__
        for klasse in WEIGERINGEN
        if klasse.__name__ not in ZONDER_RECHTSGROND and not recht.grondslag_van(klasse.__name__)
    }
    assert zonder == set()


def test_given_the_law_then_it_grounds_no_refusal_that_does_not_exist() -> None:
    assert set(Recht.laad().weigeringen) <= {klasse.__name__ for klasse in WEIGERINGEN}


def test_given_a_way_out_then_it_is_a_command() -> None:
    assert {naam for klasse in WEIGERINGEN for naam in klasse.uitweg} <= set(OPDRACHTEN)
