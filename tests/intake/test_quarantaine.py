"""Quarantine: the original is kept, sealed, once; and it can be erased for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving.intake.quarantaine import lees
from handhaving.intake.verslag import MEESTE_FOUTEN
from tests.intake.hulp import INSZ, dossier, huis, inbreuk, neem_op, publicatie, regel, tellingen

if TYPE_CHECKING:
    from handhaving.bootstrap import Core

GEHEIM = "Zeer-herkenbare-tekst"
BESTAND = publicatie(
    dossier(
        inbreuk(
            "12345",
            "2030-01-01",
            voor=f"<Vaststelling><RelaasVanDeFeiten>{GEHEIM}</RelaasVanDeFeiten></Vaststelling>",
        )
    ),
    dossier(inbreuk(), "12345678901"),
)


def kamer(core: Core) -> list[tuple[str, bytes | None]]:
    return [(item.reden_code, inhoud) for item, inhoud in lees(core.log, core.vault)]


def test_given_bad_pieces_when_put_aside_then_place_reasons_and_original_are_there() -> None:
    core = huis()
    neem_op(core, BESTAND)

    [inbreuk_, dossier_] = core.log.quarantined()
    [(code, origineel), (ander, geheel)] = kamer(core)
    assert (code, ander) == ("DatumInDeToekomst", "InszOngeldig")
    assert "Veld Inbreuk/Datum ligt in de toekomst." in inbreuk_.reden
    assert "omzettingstabel" in inbreuk_.reden
    assert inbreuk_.plaats.startswith("regel ")
    assert inbreuk_.plaats.endswith("Inbreukdossiers/Inbreukdossier")
    assert origineel is not None
    assert origineel.startswith(b"<Inbreukdossier")
    assert GEHEIM.encode() in origineel
    assert geheel is not None
    assert b"12345678901" in geheel
    assert dossier_.op is not None


def test_given_bad_pieces_when_put_aside_then_nothing_of_them_can_be_read_without_a_key() -> None:
    core = huis()
    verslag = neem_op(core, BESTAND)

    for item in core.log.quarantined():
        zichtbaar = f"{item.plaats}|{item.reden_code}|{item.reden}"
        for geheim in (GEHEIM, INSZ, "12345678901", "2030-01-01"):
            assert geheim not in zichtbaar
            assert geheim.encode() not in item.origineel
            assert geheim not in str(verslag.als_json())


def test_given_a_piece_that_was_erased_when_read_again_then_it_does_not_come_back() -> None:
    core = huis()
    neem_op(core, BESTAND)
    eerste, tweede = core.log.quarantined()

    core.vault.destroy(eerste.sleutel_id)
    neem_op(core, BESTAND)
    assert [inhoud is None for _, inhoud in kamer(core)] == [True, False]

    core.vault.destroy(tweede.sleutel_id)
    assert tellingen(neem_op(core, BESTAND)) == (0, 0, 2)
    assert [inhoud for _, inhoud in kamer(core)] == [None, None]


def test_given_two_files_when_one_is_asked_for_then_only_its_pieces_come() -> None:
    core = huis()
    neem_op(core, BESTAND)
    neem_op(core, regel("persoon", insz="1"))

    eerste = core.log.quarantined()[0].bestand_hmac
    assert len(list(lees(core.log, core.vault, eerste))) == 2


@pytest.mark.parametrize(
    ("bestand", "code", "begin"),
    [
        (b"<!DOCTYPE a><DossierKBI/>", "DtdGeweigerd", b"<!DOCTYPE"),
        (b"zomaar", "FormaatOnbekend", b"zomaar"),
        (b"", "BestandLeeg", b""),
        (BESTAND[:-200], "XmlMisvormd", b"<Onderwerp>"),
    ],
)
def test_given_a_file_that_cannot_be_read_when_taken_in_then_it_is_told_and_kept(
    bestand: bytes, code: str, begin: bytes
) -> None:
    core = huis()
    verslag = neem_op(core, bestand)

    assert verslag.bestand_onleesbaar
    gevonden, origineel = kamer(core)[-1]
    assert gevonden == code
    assert origineel is not None
    assert origineel.startswith(begin)


def test_given_more_faults_than_are_listed_when_told_then_all_are_counted_and_kept() -> None:
    core = huis()
    verslag = neem_op(core, regel("persoon", insz="1") * (MEESTE_FOUTEN + 5))

    assert verslag.quarantaine == MEESTE_FOUTEN + 5
    assert len(verslag.fouten) == MEESTE_FOUTEN
    assert verslag.als_json()["foutenNietGetoond"] == 5
    assert len(core.log.quarantined()) == MEESTE_FOUTEN + 5
