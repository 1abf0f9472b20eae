"""Taking in: which commands follow, what is recognised, and what goes to quarantine."""

from __future__ import annotations

from datetime import date

import pytest

from handhaving.dossier.inbreuk.vaststellen import InbreukVastgesteld
from handhaving.intake.voorbeeld import fictief_insz
from tests.intake.hulp import (
    INSZ,
    OP,
    antwoord,
    bevoegdheid,
    dossier,
    dossier_02,
    feiten,
    huis,
    inbreuk,
    inbreuk_02,
    neem_op,
    publicatie,
    regel,
    stand,
    tellingen,
)

ANDER, _ = fictief_insz(2)
OPEN = ["DossierGeopend", "PersoonsgegevensVastgelegd"]
NAAM = "<Naam><Achternamen><Achternaam>{}</Achternaam></Achternamen></Naam>"
RECHTZETTING = "<Rechtzetting><Datum>2026-03-20</Datum></Rechtzetting>"
INGEBREKESTELLING = "<Ingebrekestelling><Datum>2026-03-10</Datum></Ingebrekestelling>"


# --- what follows --------------------------------------------------------------------------------


def test_given_an_unknown_person_when_taken_in_then_a_dossier_opens_with_an_insz_alone() -> None:
    core = huis()
    bestand = publicatie(dossier(inbreuk(nummer="KBI-1"), bevoegd=bevoegdheid("OCMW")))

    verslag = neem_op(core, bestand, agentschap="Atlas")

    assert tellingen(verslag) == (1, 0, 0)
    assert (verslag.dossiers_geopend, verslag.gebeurtenissen) == (1, 3)
    assert feiten(core) == [*OPEN, "InbreukVastgesteld"]
    gevonden = stand(core)
    assert (gevonden.persoon.insz, gevonden.persoon.naam) == (INSZ, None)
    assert gevonden.persoon.agentschap == "Atlas"
    assert gevonden.inbreuken["I1"].bevoegd == "OCMW"
    assert gevonden.inbreuken["I1"].vaststeller is None
    assert [t.soort for t in gevonden.open_taken("I1")] == ["vaststellerOnbekend"]


def test_given_who_established_it_when_taken_in_then_it_is_kept() -> None:
    core = huis()
    neem_op(core, regel("inbreuk", insz=INSZ, type="I01", datumFeit="2026-03-01", vaststeller="mw"))

    assert stand(core).inbreuken["I1"].vaststeller == "mw"


def test_given_acts_of_before_when_taken_in_then_they_start_no_term_and_ask_a_person() -> None:
    core = huis()
    in_inbreuk = f"{INGEBREKESTELLING}<Inregelstelling><Datum>2026-03-12</Datum></Inregelstelling>"
    besluit = "<Besluit><Datum>2026-03-15</Datum></Besluit>"
    bestand = publicatie(dossier(inbreuk(in_inbreuk=in_inbreuk, na=besluit)))

    assert tellingen(neem_op(core, bestand)) == (1, 0, 0)
    assert feiten(core) == [*OPEN, "InbreukVastgesteld", *["HistorischFeitOvergenomen"] * 3]
    gevonden = stand(core).inbreuken["I1"]
    assert (gevonden.fase, gevonden.inregelstelling) == ("vastgesteld", None)
    assert len(stand(core).open_taken("I1")) == 4


def test_given_a_rechtzetting_when_taken_in_then_the_inbreuk_is_put_right_that_day() -> None:
    core = huis()

    assert tellingen(neem_op(core, publicatie(dossier(inbreuk(na=RECHTZETTING))))) == (1, 0, 0)
    [dossier_id] = core.service.zoek("insz", INSZ)
    laatste, envelop = core.service.historiek(dossier_id)[-1]
    assert type(laatste).__name__ == "InbreukRechtgezet"
    assert envelop.geldig_op == date(2026, 3, 20)
    assert (envelop.door.id, envelop.door.rol) == ("intake", "dossierbehandelaar")


def test_given_two_centres_when_taken_in_then_each_inbreuk_has_its_own_agency() -> None:
    core = huis()
    kop = "<KBICentrum><Ondernemingsnummer>{}</Ondernemingsnummer></KBICentrum>"
    een = dossier(inbreuk(nummer="1"), voor=kop.format("0000000101"))
    twee = dossier(inbreuk(nummer="2", datum="2026-04-01"), voor=kop.format("0000000202"))
    centra = {"0000000101": "Amal", "0000000202": "Atlas"}

    neem_op(core, publicatie(een, twee), centra=centra)

    assert [i.agentschap for i in stand(core).inbreuken.values()] == ["Amal", "Atlas"]
    assert stand(core).agentschappen >= {"Amal", "Atlas"}


def test_given_a_dossier_without_inbreuken_when_taken_in_then_nothing_is_opened() -> None:
    """Nobody is kept here against whom nothing was established."""
    core = huis()

    assert tellingen(neem_op(core, publicatie(dossier()))) == (0, 1, 0)
    assert core.service.zoek("insz", INSZ) == []


def test_given_only_bad_inbreuken_when_taken_in_then_nothing_is_opened() -> None:
    core = huis()

    assert tellingen(neem_op(core, publicatie(dossier(inbreuk("12345"))))) == (0, 0, 1)
    assert core.log.last_position() == 0


# --- again, and overlapping ----------------------------------------------------------------------

GROOT = publicatie(
    dossier(inbreuk(nummer="A", in_inbreuk=INGEBREKESTELLING) + inbreuk(datum="2026-04-01")),
    dossier(inbreuk("12345") + inbreuk(nummer="B", na=RECHTZETTING), ANDER),
    dossier(inbreuk(), "12345678901"),
)


@pytest.mark.parametrize("partij", [1, 2, 100])
def test_given_the_same_file_twice_when_taken_in_then_the_second_changes_nothing(
    partij: int,
) -> None:
    core = huis()
    eerste = neem_op(core, GROOT, partij=partij)
    positie, kamer = core.log.last_position(), core.log.quarantined()

    tweede = neem_op(core, GROOT, partij=partij)

    assert tellingen(eerste) == (3, 0, 2)
    assert tellingen(tweede) == (0, 3, 2)
    assert (tweede.gebeurtenissen, tweede.dossiers_geopend) == (0, 0)
    assert core.log.last_position() == positie
    assert core.log.quarantined() == kamer
    assert [f.code for f in tweede.fouten] == [f.code for f in eerste.fouten]


def test_given_overlapping_publications_when_taken_in_then_only_what_is_new_is_added() -> None:
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk(nummer="A"))))
    later = inbreuk(nummer="A", in_inbreuk=INGEBREKESTELLING) + inbreuk("I06", nummer="B")

    verslag = neem_op(core, publicatie(dossier(later), dossier(inbreuk(), ANDER)))

    assert tellingen(verslag) == (3, 0, 0)
    assert feiten(core)[3:] == ["HistorischFeitOvergenomen", "InbreukVastgesteld"]
    assert list(stand(core).inbreuken) == ["I1", "I2"]
    assert tellingen(neem_op(core, publicatie(dossier(inbreuk(nummer="A"))))) == (0, 1, 0)


def test_given_the_same_fact_from_another_source_when_taken_in_then_it_is_unchanged() -> None:
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk("I01", nummer="A"))))
    jsonl = regel("inbreuk", insz=INSZ, type="I01", datumFeit="2026-03-01")
    ander_nummer = regel(
        "inbreuk", insz=INSZ, type="I01", datumFeit="2026-03-01", dossiernummer="Z",
        ingebrekestelling={"datum": "2026-03-10"},
    )  # fmt: skip

    assert tellingen(neem_op(core, jsonl)) == (0, 1, 0)
    assert tellingen(neem_op(core, antwoord(dossier_02(inbreuk_02())))) == (0, 1, 0)
    assert tellingen(neem_op(core, ander_nummer)) == (0, 0, 1)
    assert list(stand(core).inbreuken) == ["I1"]


def test_given_a_known_number_with_another_type_when_taken_in_then_a_person_must_choose() -> None:
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk("I01", nummer="A"))))

    verslag = neem_op(core, publicatie(dossier(inbreuk("I06", nummer="A") + inbreuk("I07"))))

    assert tellingen(verslag) == (1, 0, 1)
    assert verslag.fouten[0].code == "InbreukGewijzigdInBron"


def met_nummer(nummer: str, **wie: str) -> bytes:
    feit = {"type": "I01", "datumFeit": "2026-03-01", "dossiernummer": nummer}
    return regel("inbreuk", **(wie or {"insz": INSZ}), **feit)


@pytest.mark.parametrize(
    ("bestand", "veld", "pad"),
    [
        (
            publicatie(dossier(inbreuk(nummer="EEN") + inbreuk(nummer="TWEE"))),
            "veld Dossiernummer",
            "Inbreukdossiers/Inbreukdossier[2]",
        ),
        (met_nummer("EEN") + met_nummer("TWEE"), "veld dossiernummer", ""),
    ],
)
def test_given_one_fact_under_two_numbers_when_taken_in_then_the_second_is_put_aside(
    bestand: bytes, veld: str, pad: str
) -> None:
    core = huis()
    eerste = neem_op(core, bestand)
    positie, kamer = core.log.last_position(), core.log.quarantined()
    tweede = neem_op(core, bestand)

    assert (tellingen(eerste), tellingen(tweede)) == ((1, 0, 1), (0, 1, 1))
    assert (core.log.last_position(), core.log.quarantined()) == (positie, kamer)
    [fout] = eerste.fouten
    assert fout.code == "ZelfdeFeitAnderNummer"
    assert (fout.pad or "").endswith(pad)
    assert fout.regel is not None
    for deel in (veld, "een tweede nummer", "een tweede inbreuk"):
        assert deel in fout.reden
    assert "TWEE" not in fout.reden
    assert INSZ not in fout.reden
    assert list(stand(core).inbreuken) == ["I1"]


def test_given_a_fact_without_number_when_numbers_follow_then_only_the_first_is_the_same() -> None:
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk())))
    nummers = inbreuk(nummer="EEN") + inbreuk(nummer="TWEE") + inbreuk(nummer="EEN") + inbreuk()

    verslag = neem_op(core, publicatie(dossier(nummers)))

    assert tellingen(verslag) == (0, 3, 1)
    assert verslag.fouten[0].code == "ZelfdeFeitAnderNummer"


def test_given_the_same_number_when_the_person_is_known_otherwise_then_it_is_unchanged() -> None:
    core = huis()
    neem_op(core, met_nummer("EEN", klantnummer="K-1"))
    neem_op(core, regel("persoon", insz=INSZ, klantnummer="K-1"))

    assert tellingen(neem_op(core, met_nummer("EEN"))) == (0, 1, 0)
    assert tellingen(neem_op(core, met_nummer("EEN", insz=INSZ, klantnummer="K-1"))) == (0, 1, 0)
    assert tellingen(neem_op(core, met_nummer("TWEE"))) == (0, 0, 1)


def test_given_a_fact_put_right_when_it_comes_back_then_only_a_new_number_makes_it_new() -> None:
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk(nummer="A", na=RECHTZETTING))))

    assert tellingen(neem_op(core, publicatie(dossier(inbreuk(nummer="A"))))) == (0, 1, 0)
    assert tellingen(neem_op(core, publicatie(dossier(inbreuk())))) == (0, 1, 0)
    assert tellingen(neem_op(core, publicatie(dossier(inbreuk(nummer="B"))))) == (1, 0, 0)
    assert [i.fase for i in stand(core).inbreuken.values()] == ["rechtgezet", "vastgesteld"]


def test_given_the_same_inbreuk_twice_in_one_dossier_when_taken_in_then_it_is_there_once() -> None:
    core = huis()
    dubbel = inbreuk() + inbreuk() + inbreuk(nummer="A", na=RECHTZETTING)

    assert tellingen(neem_op(core, publicatie(dossier(dubbel)))) == (2, 1, 0)
    assert [i.fase for i in stand(core).inbreuken.values()] == ["rechtgezet"]


def test_given_one_person_twice_in_one_file_when_taken_in_then_there_is_one_dossier() -> None:
    core = huis()
    bestand = publicatie(
        dossier(inbreuk(nummer="A")),
        dossier(inbreuk(), ANDER),
        dossier(inbreuk(nummer="B", datum="2026-05-01")),
    )

    assert tellingen(neem_op(core, bestand)) == (3, 0, 0)
    assert list(stand(core).inbreuken) == ["I1", "I2"]


def test_given_an_inbreuk_of_another_agency_when_acts_follow_then_they_go_in_its_name() -> None:
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk(nummer="A"))), agentschap="Atlas")

    verslag = neem_op(
        core, publicatie(dossier(inbreuk(nummer="A", na=RECHTZETTING))), agentschap="Amal"
    )

    assert tellingen(verslag) == (1, 0, 0)
    assert stand(core).inbreuken["I1"].fase == "rechtgezet"


# --- try-out -------------------------------------------------------------------------------------


def test_given_a_try_out_when_taken_in_then_it_tells_and_writes_nothing() -> None:
    core = huis()
    proef = neem_op(core, GROOT, proef=True)

    assert tellingen(proef) == (3, 0, 2)
    assert proef.gebeurtenissen == 9
    assert core.log.last_position() == 0
    assert core.log.quarantined() == []
    neem_op(core, GROOT)
    assert tellingen(neem_op(core, GROOT, proef=True)) == (0, 3, 2)


# --- the instant ---------------------------------------------------------------------------------


def test_given_events_when_taken_in_then_they_know_what_was_published() -> None:
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk(datum=str(OP)))))
    [dossier_id] = core.service.zoek("insz", INSZ)
    gebeurtenis, envelop = core.service.historiek(dossier_id)[-1]

    assert isinstance(gebeurtenis, InbreukVastgesteld)
    assert gebeurtenis.datum_feit == OP
    assert envelop.spoor_id == core.service.historiek(dossier_id)[0][1].spoor_id
