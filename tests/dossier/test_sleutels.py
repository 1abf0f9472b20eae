"""A key that gets another name in another dossier gets it everywhere, and nothing else does."""

from __future__ import annotations

from handhaving.dossier.herbekijken import HerbekijkenGevraagd
from handhaving.dossier.sanctie.besluit import BoeteVoorgesteld, EerderBesluit
from handhaving.dossier.toewijzing.sleutels import hernoemd
from handhaving.recht import Cent
from tests.dossier.spel import dag

NAMEN = {"I1": "I3", "B1": "B2", "V1": "V2", "T1": "T4"}


def eerder(besluit: str) -> EerderBesluit:
    return EerderBesluit(
        besluit=besluit, bedrag=Cent(5000), genomen_op=dag("2024-01-08"), staat="definitief"
    )


def test_given_a_proposal_then_the_earlier_fines_it_counted_are_renamed_too() -> None:
    voorstel = BoeteVoorgesteld(
        inbreuk="I1",
        bedrag=Cent(10000),
        voorgesteld_op=dag("2024-07-22"),
        recidivestap=2,
        historiek_besluiten=(eerder("B1"), eerder("B9")),
    )
    nieuw = hernoemd(voorstel, NAMEN)
    assert nieuw == voorstel.model_copy(
        update={"inbreuk": "I3", "historiek_besluiten": (eerder("B2"), eerder("B9"))}
    )


def test_given_a_question_then_the_keys_in_its_proposal_are_renamed_and_words_are_not() -> None:
    vraag = HerbekijkenGevraagd(
        taak="T1",
        soort="verjaring",
        betreft="V1",
        op=dag("2024-07-22"),
        opdracht="StelVerjaringVast",
        gegevens={"vordering": "V1", "inbreuk": "I9", "redenCode": "B1"},
    )
    nieuw = hernoemd(vraag, NAMEN)
    anders = {
        "taak": "T4",
        "betreft": "V2",
        "gegevens": {"vordering": "V2", "inbreuk": "I9", "redenCode": "B1"},
    }
    assert nieuw == vraag.model_copy(update=anders)
