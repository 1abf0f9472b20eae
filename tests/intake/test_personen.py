"""Persons: opened, changed, found by either number, and never put back by an older file."""

from __future__ import annotations

from datetime import date

from handhaving.intake.voorbeeld import fictief_insz
from tests.intake.hulp import (
    INSZ,
    antwoord,
    dossier_02,
    feiten,
    huis,
    inbreuk_02,
    neem_op,
    regel,
    stand,
    tellingen,
)

ANDER, _ = fictief_insz(2)
OPEN = ["DossierGeopend", "PersoonsgegevensVastgelegd"]
NAAM = "<Naam><Achternamen><Achternaam>{}</Achternaam></Achternamen></Naam>"

PERSOON = {"insz": INSZ, "klantnummer": "K-1", "naam": "Fictief", "voornaam": "Persoon-1"}


def test_given_persons_when_taken_in_then_dossiers_open_and_change() -> None:
    core = huis()
    open_ = regel("persoon", **PERSOON, regime="vlaanderen", plichtOntstaanOp="2024-05-01")
    adres = {"straat": "Verzonnenstraat", "huisnummer": "1"}
    wijzig = regel("persoon", insz=INSZ, adres=adres, vanaf="2026-01-01")

    assert tellingen(neem_op(core, open_)) == (1, 0, 0)
    assert tellingen(neem_op(core, wijzig)) == (1, 0, 0)
    assert tellingen(neem_op(core, open_ + wijzig)) == (0, 2, 0)

    persoon = stand(core).persoon
    assert feiten(core) == [*OPEN, "PersoonsgegevensGewijzigd"]
    assert (persoon.naam, persoon.regime) == ("Fictief", "vlaanderen")
    assert persoon.plicht_ontstaan_op == date(2024, 5, 1)


def test_given_an_older_file_again_when_taken_in_then_what_is_newer_stays() -> None:
    core = huis()
    oud, nieuw = (regel("persoon", insz=INSZ, naam=naam) for naam in ("Oud", "Nieuw"))
    neem_op(core, oud)
    neem_op(core, nieuw)

    assert tellingen(neem_op(core, oud)) == (0, 1, 0)
    assert stand(core).persoon.naam == "Nieuw"


def test_given_a_new_file_with_the_first_value_when_taken_in_then_it_counts_again() -> None:
    core = huis()
    oud, nieuw = (regel("persoon", insz=INSZ, naam=naam) for naam in ("Oud", "Nieuw"))
    for bestand in (oud, nieuw, oud + b"\n"):
        neem_op(core, bestand)

    assert stand(core).persoon.naam == "Oud"


def test_given_a_response_with_names_when_taken_in_then_they_are_taken_where_they_stand() -> None:
    core = huis()
    oud = dossier_02(inbreuk_02(), personalia=NAAM.format("Fictief"))
    nieuw = dossier_02(inbreuk_02(), personalia=NAAM.format("Verzonnen"))

    neem_op(core, antwoord(oud))
    assert stand(core).persoon.naam == "Fictief"
    verslag = neem_op(core, antwoord(nieuw))
    assert stand(core).persoon.naam == "Verzonnen"
    assert tellingen(verslag) == (0, 1, 0)
    assert verslag.gebeurtenissen == 1
    alleen = dossier_02(personalia=NAAM.format("Derde"))
    assert tellingen(neem_op(core, antwoord(alleen))) == (1, 0, 0)
    assert stand(core).persoon.naam == "Derde"


def test_given_a_customer_number_alone_when_taken_in_then_the_insz_may_follow() -> None:
    core = huis()
    zonder = regel("persoon", klantnummer="K-1", agentschap="Atlas")
    met = regel("persoon", klantnummer="K-1", agentschap="Atlas", insz=INSZ)
    feit = regel(
        "inbreuk", klantnummer="K-1", agentschap="Atlas", type="I01", datumFeit="2026-03-01"
    )

    assert tellingen(neem_op(core, zonder)) == (1, 0, 0)
    assert tellingen(neem_op(core, feit, agentschap="Atlas")) == (1, 0, 0)
    assert tellingen(neem_op(core, met)) == (1, 0, 0)
    assert stand(core).persoon.klantnummer == "K-1"
    assert list(stand(core).inbreuken) == ["I1"]
    assert tellingen(neem_op(core, feit, agentschap="Atlas")) == (0, 1, 0)


def test_given_numbers_of_different_dossiers_when_taken_in_then_a_person_must_choose() -> None:
    core = huis()
    neem_op(core, regel("persoon", insz=INSZ, klantnummer="K-1"))
    neem_op(core, regel("persoon", insz=ANDER, klantnummer="K-2"))
    derde, _ = fictief_insz(3)
    bestand = (
        regel("persoon", insz=INSZ, klantnummer="K-2")
        + regel("inbreuk", insz=derde, klantnummer="K-1", type="I01", datumFeit="2026-03-01")
        + regel("persoon", insz=INSZ, klantnummer="K-1", naam="Fictief")
    )

    verslag = neem_op(core, bestand)

    assert tellingen(verslag) == (1, 0, 2)
    assert {f.code for f in verslag.fouten} == {"PersoonDubbelzinnig"}
