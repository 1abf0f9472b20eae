"""A key that gets another name in another dossier gets it everywhere, and nothing else does."""

from __future__ import annotations

from uuid import uuid5

from handhaving.dossier.herbekijken import HerbekijkenGevraagd
from handhaving.dossier.levensloop.bescherming import BewindvoerderAangesteld
from handhaving.dossier.sanctie.besluit import BoeteVoorgesteld, EerderBesluit
from handhaving.dossier.toewijzing.sleutels import (
    hernoemd,
    is_gewist,
    met_eigen_derde,
    zonder_gewiste_derde,
)
from handhaving.eventlog.persoonlijk import GEWIST
from handhaving.recht import Cent
from tests.dossier.spel import ANDER, DOSSIER, dag
from tests.dossier.voorbeelden import VOORBEELDEN, met_afgehandelde_taak

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


def bewindvoerder(**velden: object) -> BewindvoerderAangesteld:
    aangesteld = BewindvoerderAangesteld(
        vanaf=dag("2024-03-04"), derde=ANDER, naam="Fictief Persoon-98"
    )
    return aangesteld.model_copy(update=velden)


def test_given_a_third_person_then_each_dossier_keeps_a_key_of_its_own_for_them() -> None:
    eigen = met_eigen_derde(bewindvoerder(), DOSSIER)
    assert eigen == bewindvoerder(derde=uuid5(DOSSIER, str(ANDER)))
    niemand = bewindvoerder(derde=None)
    assert met_eigen_derde(niemand, DOSSIER) is niemand


def test_given_what_was_erased_then_only_that_of_a_third_person_falls_away() -> None:
    over = bewindvoerder()
    assert zonder_gewiste_derde(over) is over
    assert zonder_gewiste_derde(bewindvoerder(naam=GEWIST)) == bewindvoerder(naam=None)
    assert not is_gewist(bewindvoerder(naam=GEWIST))


def test_given_a_task_done_by_mistake_when_reopened_then_it_is_open_again() -> None:
    spel = met_afgehandelde_taak()
    assert spel.dossier.open_taken("I1") == []
    spel = spel.met(VOORBEELDEN["ZetGebeurtenisRecht"].stap("ZetGebeurtenisRecht"))
    assert [t.sleutel for t in spel.dossier.open_taken("I1")] == ["T1"]
