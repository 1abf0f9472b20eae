"""Restricting, erasing and disclosing: what stands still, what goes on, and who does it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.privacy.beperking import GAAT_DOOR, NA_WISSING
from handhaving.dossier.privacy.staat import Beperking, Privacy
from handhaving.dossier.stand import stand
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from tests.dossier.spel import DOSSIER, Spel, doe, feit, recht
from tests.dossier.trap import ADRES, tot
from tests.dossier.voorbeelden import VOORBEELDEN
from tests.dossier.voorbeelden_privacy import BETWIST, BEWAARD, beperkt, gesloten

if TYPE_CHECKING:
    from tests.dossier.spel import Stap

EEN, ANDER = (Door(f"dpo-{n}", Rol.DPO, "ABB") for n in (1, 2))
DOORGAAND = {naam for namen in GAAT_DOOR.values() for naam in namen}
BESTAAND = [naam for naam in sorted(OPDRACHTEN) if not OPDRACHTEN[naam].opent]


def wis(grond: str = "bewaartermijnVerstreken", door: Door = EEN) -> Stap:
    return doe("WisPersoonsgegevens", grond=grond, door=door)


def bewaard() -> Spel:
    """Closed, and past its retention."""
    spel = gesloten()
    return spel.op(spel.vandaag + timedelta(days=BEWAARD))


# ── beperken ────────────────────────────────────────────────────────────────────────────────────


def test_given_the_tables_then_every_name_is_a_command_and_stands_there_once() -> None:
    namen = [naam for namen in GAAT_DOOR.values() for naam in namen]
    assert len(namen) == len(set(namen))
    assert set(namen) <= set(OPDRACHTEN)
    assert set(OPDRACHTEN) >= NA_WISSING


@pytest.mark.parametrize("naam", BESTAAND)
def test_given_a_restriction_when_anything_is_asked_then_refused_unless_it_goes_on(
    naam: str,
) -> None:
    voorbeeld = VOORBEELDEN[naam]
    spel = voorbeeld.spel()
    beperking = Beperking("bezwaar", spel.vandaag)
    privacy = replace(spel.dossier.privacy, beperkingen={"bezwaar": beperking})
    spel = replace(spel, dossier=replace(spel.dossier, privacy=privacy))
    weigering = spel.stap(voorbeeld.stap(naam)).weigering
    codes = () if weigering is None else (weigering.code, *weigering.ook_geweigerd)
    assert ("VerwerkingIsBeperkt" in codes) == (naam not in DOORGAAND)


def test_given_a_restriction_then_what_is_refused_names_it_and_the_way_out() -> None:
    uitkomst = beperkt().wanneer("VerzendIngebrekestelling", **VERZENDING)
    weigering = uitkomst.geweigerd("VerwerkingIsBeperkt", gronden=["juistheidBetwist"])
    assert "HefBeperkingOp" in weigering.mogelijk
    assert weigering.grondslag


VERZENDING = {
    "inbreuk": "I1",
    "kanaal": "aangetekendMetOntvangstbewijs",
    "verzondenOp": "2024-03-04",
}


def test_81_given_a_contested_birth_date_when_put_right_then_old_with_mark_and_new_without() -> (
    None
):
    spel = beperkt()
    toen = spel.dossier
    spel = spel.met(doe("WijzigPersoonsgegevens", geboortedatum="1985-01-16"))
    assert spel.dossier.privacy.betwist == ("geboortedatum",)
    nu = spel.met(doe("HefBeperkingOp")).dossier
    assert (toen.persoon.geboortedatum, toen.privacy.betwist) == (
        date(1985, 1, 15),
        ("geboortedatum",),
    )
    assert (nu.persoon.geboortedatum, nu.privacy.betwist) == (date(1985, 1, 16), ())
    assert stand(toen, spel.vandaag, recht())["betwist"] == ["geboortedatum"]
    assert stand(nu, spel.vandaag, recht())["betwist"] == []


def test_given_two_grounds_then_each_is_lifted_on_its_own_and_all_without_a_ground() -> None:
    spel = beperkt().met(doe("BeperkVerwerking", grond="bezwaar"))
    assert set(spel.dossier.privacy.beperkingen) == {"juistheidBetwist", "bezwaar"}
    een = spel.wanneer("HefBeperkingOp", grond="bezwaar").dan(
        feit("BeperkingOpgeheven", grond="bezwaar")
    )
    assert set(een.dossier.privacy.beperkingen) == {"juistheidBetwist"}
    een.wanneer("HefBeperkingOp", grond="bezwaar").geweigerd("NietBeperkt")
    alles = spel.wanneer("HefBeperkingOp").dan("BeperkingOpgeheven", "BeperkingOpgeheven")
    assert alles.dossier.privacy.beperkingen == {}


def test_given_more_contested_fields_then_they_add_up() -> None:
    spel = beperkt().met(
        doe("BeperkVerwerking", grond="juistheidBetwist", gegevens=["naam", "geboortedatum"])
    )
    assert spel.dossier.privacy.betwist == ("geboortedatum", "naam")
    spel.wanneer("BeperkVerwerking", **BETWIST).dan()


def test_given_a_ground_in_words_then_it_is_another_one_and_the_words_are_sensitive() -> None:
    uitkomst = tot("open").wanneer("BeperkVerwerking", grond="Fictieve uitleg.")
    uitkomst.dan(feit("VerwerkingBeperkt", grond="andere", toelichting="Fictieve uitleg."))


# ── wissen ──────────────────────────────────────────────────────────────────────────────────────


def test_given_retention_that_ended_when_two_persons_ask_then_proposed_and_erased() -> None:
    spel = bewaard()
    voorgesteld = spel.stap(wis()).dan(feit("WissingVoorgesteld", grond="bewaartermijnVerstreken"))
    assert voorgesteld.dossier.privacy.gewist_op is None
    gewist = voorgesteld.stap(wis(door=ANDER)).dan(
        feit("PersoonsgegevensGewist", personen=[str(DOSSIER)])
    )
    assert gewist.dossier.privacy.gewist_op == spel.vandaag
    gewist.stap(wis()).dan()
    gewist.wanneer("HeropenDossier", reden="Fictief.").geweigerd("PersoonIsGewist")


def test_given_the_proposer_when_asked_again_then_another_must_confirm() -> None:
    spel = bewaard().met(wis())
    spel.stap(wis()).geweigerd("VoorstellerBevestigtNiet")


def test_given_another_ground_then_it_is_another_proposal() -> None:
    spel = bewaard().met(wis())
    spel = spel.stap(wis("bezwaar", ANDER)).dan(feit("WissingVoorgesteld", grond="bezwaar"))
    spel.stap(wis("bezwaar")).dan("PersoonsgegevensGewist")


def test_given_the_last_day_of_the_retention_then_refused_and_the_day_after_not() -> None:
    spel = gesloten()
    sinds = spel.dossier.gesloten_op
    assert sinds is not None
    jaren = recht().getal("bewaring.persoonsgegevens", sinds).waarde
    laatste = sinds.replace(year=sinds.year + jaren)
    spel.op(laatste).stap(wis()).geweigerd("BewaartermijnLoopt", laatsteDag=laatste)
    spel.op(laatste + timedelta(days=1)).stap(wis()).dan(
        feit("WissingVoorgesteld", bewarenTot=laatste)
    )


def test_given_an_open_dossier_then_its_retention_has_not_begun_and_debt_is_named_too() -> None:
    uitkomst = tot("definitief").stap(wis())
    uitkomst.geweigerd("BewaartermijnLoopt", "OpenSchuld")


def test_given_unlawful_data_and_a_debt_then_the_debt_comes_first() -> None:
    tot("definitief").stap(wis("onrechtmatig")).geweigerd("OpenSchuld", open=["V1"])


def test_given_unlawful_data_without_a_case_then_no_retention_is_waited_for() -> None:
    spel = tot("open").met(wis("onrechtmatig"))
    spel.stap(wis("onrechtmatig", ANDER)).dan(feit("PersoonsgegevensGewist", bewarenTot=None))


def test_given_what_changed_between_the_two_then_the_second_is_judged_again() -> None:
    spel = tot("open").met(wis("onrechtmatig")).met(*VASTSTELLING)
    spel.stap(wis("onrechtmatig", ANDER)).geweigerd("DossierHeeftOpenZaken", open=["I1"])


VASTSTELLING = (doe("StelInbreukVast", type="I01", datumFeit="2024-02-20"),)


def test_given_third_parties_in_the_dossier_then_they_are_erased_with_the_person() -> None:
    spel = tot("open").met(
        doe("StelBewindvoerderAan", naam="Fictief Persoon-98", adres=ADRES, vanaf="2024-02-27")
    )
    (derde,) = spel.dossier.privacy.anderen
    spel = spel.met(wis("onrechtmatig"))
    spel.stap(wis("onrechtmatig", ANDER)).dan(
        feit("PersoonsgegevensGewist", personen=[str(DOSSIER), str(derde)])
    )


@pytest.mark.parametrize("naam", BESTAAND)
def test_given_an_erased_person_when_anything_is_asked_then_refused_unless_it_is_money(
    naam: str,
) -> None:
    voorbeeld = VOORBEELDEN[naam]
    spel = voorbeeld.spel()
    privacy = Privacy(gewist_op=spel.vandaag)
    spel = replace(spel, dossier=replace(spel.dossier, privacy=privacy))
    weigering = spel.stap(voorbeeld.stap(naam)).weigering
    codes = () if weigering is None else (weigering.code, *weigering.ook_geweigerd)
    assert ("PersoonIsGewist" in codes) == (naam not in NA_WISSING)


# ── verstrekken ─────────────────────────────────────────────────────────────────────────────────


def test_82_given_disclosures_then_the_outside_names_who_what_for_and_when() -> None:
    spel = tot("overgemaakt").met(
        doe("RegistreerVerstrekking", ontvanger="DVZ", doel="verblijf", op="2024-05-06")
    )
    spel = spel.met(doe("RegistreerVerstrekking", ontvanger="VDAB", doel="werkzoekenden"))
    assert stand(spel.dossier, spel.vandaag, recht())["verstrekkingen"] == [
        {"ontvanger": "DVZ", "doel": "verblijf", "op": "2024-05-06"},
        {"ontvanger": "VDAB", "doel": "werkzoekenden", "op": "2024-05-06"},
    ]


def test_given_a_receiver_in_words_then_the_form_refuses_it() -> None:
    with pytest.raises(Exception, match="ontvanger"):
        lees_opdracht("RegistreerVerstrekking", {"ontvanger": "de buren", "doel": "x"})


def test_given_a_ground_in_words_when_erasure_is_proposed_then_the_words_stay_beside_the_code() -> (
    None
):
    bewaard().stap(wis("Fictieve uitleg.")).dan(
        feit("WissingVoorgesteld", grond="andere", toelichting="Fictieve uitleg.")
    )
    bewaard().stap(wis()).dan(
        feit("WissingVoorgesteld", grond="bewaartermijnVerstreken", toelichting=None)
    )
