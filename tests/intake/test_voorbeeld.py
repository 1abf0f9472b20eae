"""The sample: valid by the official schemas, plainly fictitious, in the published proportions."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from handhaving.intake.voorbeeld import CENTRA, Uitkomst, fictief_insz, personen
from handhaving.intake.voorbeeldbestanden import antwoord_02, schrijf
from handhaving.recht.identiteit import lees_insz
from tests.intake.hulp import RECHT, SCHEMAS, huis, lees, neem_op, tellingen, vertaling

if TYPE_CHECKING:
    from pathlib import Path

TOT = date(2026, 11, 20)
DUIZEND = list(personen(1000, recht=RECHT, tot=TOT))


def schemas(naam: str) -> list[Path]:
    """The official schema, where the folder with schemas is."""
    return sorted(SCHEMAS.glob(naam)) if SCHEMAS.is_dir() else []


@pytest.mark.parametrize("met_fouten", [False, True])
def test_given_the_sample_when_written_then_the_official_schema_takes_it(
    tmp_path: Path, *, met_fouten: bool
) -> None:
    bestanden = schrijf(tmp_path, DUIZEND[:200], TOT, met_fouten=met_fouten)
    boom = etree.parse(bestanden.publicatie)

    assert len(boom.findall(".//DossierKBI")) == 200 + 8 * met_fouten
    for pad in schemas("Inburgering.PubliceerDossierKBIDienst-02.00/Service/*.xsd"):
        etree.XMLSchema(etree.parse(pad)).assertValid(boom)


def test_given_responses_when_written_then_the_official_schema_takes_them() -> None:
    antwoorden = [etree.fromstring(antwoord_02(p, TOT)) for p in DUIZEND[:60]]

    assert all(len(a.findall(".//KBIDossier")) == 1 for a in antwoorden)
    for pad in schemas("Inburgering.GeefDossierKBIDienst-02.00/Service/*Response.xsd"):
        schema = etree.XMLSchema(etree.parse(pad))
        for antwoord in antwoorden:
            schema.assertValid(antwoord)


def test_given_the_sample_when_read_then_it_says_what_was_written(tmp_path: Path) -> None:
    bestanden = schrijf(tmp_path, DUIZEND[:100], TOT)
    gelezen = lees(bestanden.publicatie.read_bytes(), vertaling(**CENTRA))
    regels = lees(bestanden.personen.read_bytes())

    assert gelezen.codes == regels.codes == []
    assert gelezen.inszen == regels.inszen == [p.insz for p in DUIZEND[:100]]
    for aanlevering, persoon in zip(gelezen.aanleveringen, DUIZEND[:100], strict=True):
        assert {i.kenmerk for i in aanlevering.inbreuken} == {
            i.dossiernummer for i in persoon.inbreuken
        }
        for aangeleverd, inbreuk in zip(aanlevering.inbreuken, persoon.inbreuken, strict=True):
            assert (aangeleverd.type, aangeleverd.datum_feit) == (inbreuk.type, inbreuk.datum_feit)
            assert aangeleverd.agentschap == persoon.agentschap


@pytest.mark.parametrize("personen_eerst", [True, False])
def test_given_the_sample_when_taken_in_then_only_its_faults_are_put_aside(
    tmp_path: Path, *, personen_eerst: bool
) -> None:
    core = huis()
    bestanden = schrijf(tmp_path, DUIZEND[:150], TOT, met_fouten=True)
    paden = [bestanden.publicatie, bestanden.personen]

    verslagen = [
        neem_op(core, pad.read_bytes(), centra=CENTRA)
        for pad in (reversed(paden) if personen_eerst else paden)
    ]

    assert sum(v.quarantaine for v in verslagen) == 8
    assert sum(v.dossiers_geopend for v in verslagen) == 150
    assert sum(tellingen(v)[0] for v in verslagen) == bestanden.inbreuken + 150
    codes = Counter(f.code for v in verslagen for f in v.fouten)
    assert codes == {
        "TypeOnbekend": 1,
        "SanctioneringsbevoegdheidOnbekend": 1,
        "DatumInDeToekomst": 1,
        "DatumOnbekend": 1,
        "DatumOnvolledig": 1,
        "TypeOntbreekt": 1,
        "DatumOntbreekt": 1,
        "InszOngeldig": 1,
    }


def test_given_the_same_seed_when_made_again_then_it_is_the_same() -> None:
    assert list(personen(50, recht=RECHT, tot=TOT)) == DUIZEND[:50]
    assert list(personen(50, recht=RECHT, tot=TOT, zaad=1)) != DUIZEND[:50]


def test_given_types_that_did_not_exist_yet_when_made_then_they_are_left_out() -> None:
    vroeg = list(personen(300, recht=RECHT, tot=date(2015, 1, 1)))

    alle = [i for p in vroeg for i in p.inbreuken]
    assert all(RECHT.inbreuktype(i.type, i.datum_feit) for i in alle)
    assert "I05" not in {i.type for i in alle}


def test_given_a_thousand_when_made_then_proportions_are_those_of_the_figures() -> None:
    alle = [i for p in DUIZEND for i in p.inbreuken]
    eerste = Counter(p.inbreuken[0].type for p in DUIZEND)
    uitkomsten = Counter(i.uitkomst for i in alle)
    in_gebreke = len(alle) - uitkomsten[Uitkomst.ZONDER_GEVOLG] - uitkomsten[Uitkomst.RECHTGEZET]
    in_gebreke -= uitkomsten[Uitkomst.HISTORISCH]

    assert 430 <= eerste["I01"] <= 530
    assert set(eerste) <= {f"I{n:02d}" for n in range(1, 16)}
    assert 0.60 <= in_gebreke / len(alle) <= 0.72
    assert 0.35 <= uitkomsten[Uitkomst.INGEREGELD] / in_gebreke <= 0.45
    assert all(uitkomsten[u] for u in Uitkomst)
    assert 80 <= sum(len(p.inbreuken) == 2 for p in DUIZEND) <= 160


def test_given_the_sample_when_made_then_every_act_is_in_the_past_and_in_order() -> None:
    for persoon in DUIZEND:
        for inbreuk in persoon.inbreuken:
            assert persoon.plicht_ontstaan_op < inbreuk.datum_feit < inbreuk.vastgesteld_op
            for dag in (
                inbreuk.ingebrekestelling,
                inbreuk.inregelstelling,
                inbreuk.besluit,
                inbreuk.rechtzetting,
            ):
                assert dag is None or inbreuk.vastgesteld_op <= dag <= TOT


def test_given_fictitious_numbers_when_made_then_they_are_valid_different_and_of_nobody() -> None:
    nummers = [fictief_insz(n) for n in range(1, 40_000)]

    assert len({insz for insz, _ in nummers}) == len(nummers)
    soorten: Counter[tuple[str, bool]] = Counter()
    for insz, geboren in nummers[:3000]:
        gelezen = lees_insz(insz)
        assert gelezen.geboortedatum == geboren
        assert geboren is None or geboren.year < 1910
        soorten[gelezen.soort, geboren is None] += 1
    assert len(soorten) == 4
    assert soorten["rijksregister", False] > 2500
