"""What the domain refuses goes to quarantine under its own name; the rest goes on."""

from __future__ import annotations

import pytest

from handhaving.intake.aangeleverd import Aanlevering, Bron, Persoonsgegevens, Plaats
from handhaving.intake.opname import Instelling, Opname
from handhaving.intake.voorbeeld import fictief_insz
from tests.intake.hulp import (
    INSZ,
    antwoord,
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


def test_given_a_type_that_was_not_in_force_when_taken_in_then_its_refusal_is_the_reason() -> None:
    core = huis()
    neem_op(core, regel("persoon", insz=INSZ, plichtOntstaanOp="2020-01-01"))

    verslag = neem_op(core, publicatie(dossier(inbreuk("I12") + inbreuk("I01"))))

    assert tellingen(verslag) == (1, 0, 1)
    assert verslag.fouten[0].code == "InbreuktypeNietVanKracht"
    assert list(stand(core).inbreuken) == ["I2"]


MINDERJARIG = f"100501001{97 - int('2100501001') % 97:02d}"
"""Fictitious: born on 1 May 2010."""
PAS_MEERDERJARIG = f"080501001{97 - int('2080501001') % 97:02d}"


@pytest.mark.parametrize("proef", [False, True])
def test_given_only_refused_inbreuken_of_a_minor_when_taken_in_then_no_dossier_opens(
    *, proef: bool
) -> None:
    core = huis()
    alles = inbreuk(nummer="A", in_inbreuk=INGEBREKESTELLING, na=RECHTZETTING) + inbreuk("I06")
    bestand = publicatie(dossier(alles, MINDERJARIG), dossier(inbreuk()))

    for telling in ((1, 0, 2), (1, 0, 2) if proef else (0, 1, 2)):
        verslag = neem_op(core, bestand, proef=proef)
        assert tellingen(verslag) == telling
        assert {f.code for f in verslag.fouten} == {"MinderjarigOpDatumFeit"}
        assert verslag.dossiers_geopend == telling[0]
    assert core.service.zoek("insz", MINDERJARIG) == []
    assert len(core.log.quarantined()) == (0 if proef else 2)


@pytest.mark.parametrize("nummers", [(None, None), ("EEN", "TWEE"), ("EEN", "EEN")])
def test_given_a_refused_fact_twice_when_taken_in_then_both_are_refused(
    nummers: tuple[str | None, str | None],
) -> None:
    core = huis()
    dubbel = "".join(inbreuk(nummer=nummer) for nummer in nummers)

    verslag = neem_op(core, publicatie(dossier(dubbel, MINDERJARIG)))

    assert tellingen(verslag) == (0, 0, 2)
    assert {f.code for f in verslag.fouten} == {"MinderjarigOpDatumFeit"}


def test_given_one_good_inbreuk_among_refused_when_taken_in_then_the_dossier_opens() -> None:
    core = huis()
    toen_minderjarig = "2025-06-01"
    kwam = inbreuk(datum=toen_minderjarig) + inbreuk(datum="2026-06-01")
    verslag = neem_op(core, publicatie(dossier(kwam, PAS_MEERDERJARIG)))

    assert tellingen(verslag) == (1, 0, 1)
    assert verslag.dossiers_geopend == 1
    assert list(stand(core, PAS_MEERDERJARIG).inbreuken) == ["I2"]


def test_given_a_minor_known_by_a_person_line_when_taken_in_then_only_that_line_opens() -> None:
    core = huis()
    feit = {"type": "I01", "datumFeit": "2026-03-01"}
    bestand = regel("persoon", insz=MINDERJARIG) + regel("inbreuk", insz=MINDERJARIG, **feit)

    assert tellingen(neem_op(core, bestand)) == (1, 0, 1)
    assert feiten(core, MINDERJARIG) == OPEN


def test_given_a_refused_inbreuk_with_acts_when_taken_in_then_it_is_one_piece() -> None:
    core = huis()
    neem_op(core, regel("persoon", insz=INSZ, plichtOntstaanOp="2026-10-01"))
    met = inbreuk(in_inbreuk=INGEBREKESTELLING, na=RECHTZETTING)

    verslag = neem_op(core, publicatie(dossier(met)))

    assert tellingen(verslag) == (0, 0, 1)
    assert verslag.fouten[0].code == "PersoonNietVerplicht"


def test_given_a_person_line_of_an_agency_without_a_part_when_taken_in_then_it_is_refused() -> None:
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk())), agentschap="Atlas")

    verslag = neem_op(core, regel("persoon", insz=INSZ, naam="Fictief"), agentschap="Amal")

    assert tellingen(verslag) == (0, 0, 1)
    assert verslag.fouten[0].code == "OnbekendDossier"


def test_given_what_no_command_takes_when_taken_in_then_it_is_refused_by_field() -> None:
    core = huis()
    relaas = f"<Vaststelling><RelaasVanDeFeiten>{'x' * 99_999}</RelaasVanDeFeiten></Vaststelling>"
    lang = f"<Rechtzetting><RelaasVanDeFeiten>{'x' * 10_001}</RelaasVanDeFeiten></Rechtzetting>"
    bestand = publicatie(dossier(inbreuk(voor=relaas) + inbreuk("I06", na=lang)))

    assert tellingen(neem_op(core, bestand)) == (1, 0, 1)


def test_given_names_of_an_agency_without_a_part_when_taken_in_then_the_inbreuk_is_unchanged() -> (
    None
):
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk(nummer="A"))), agentschap="Atlas")
    met_naam = antwoord(dossier_02(inbreuk_02(), personalia=NAAM.format("Fictief")))

    verslag = neem_op(core, met_naam, agentschap="Amal")

    assert tellingen(verslag) == (0, 1, 1)
    assert verslag.fouten[0].code == "OnbekendDossier"


def test_given_a_value_that_only_the_domain_refuses_when_taken_in_then_it_names_the_field() -> None:
    core = huis()
    opname = Opname(core, Instelling(), b"")
    persoon = Persoonsgegevens(insz=INSZ, contacttaal="Nederlands")
    plaats = Plaats(3)
    opname._neem_aan(Aanlevering(Bron.JSONL, plaats, persoon, alleen_persoon=True, origineel=b"x"))
    opname._verwerk()

    [fout] = opname._verslag.fouten
    assert (fout.regel, fout.code) == (3, "VeldOngeldig")
    assert "contacttaal" in fout.reden.lower()
