"""`werkvoorraad` and `vorderingen` as somebody types them, on a real database."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from handhaving.cli.app import voer_uit
from handhaving.cli.werkvoorraad import toon_vorderingen, toon_werk
from handhaving.recht import Cent
from handhaving.running import Vorderingrij, Werkrij
from tests.cli.vragen import Vang, vraag, vraag_json

WERK = Werkrij(
    dossier_id=UUID(int=1),
    soort="teveelBetaald",
    betreft="V1",
    rol="boekhouder",
    organisatie="ABB",
    vanaf=date(2026, 1, 5),
    streefdatum=None,
    uiterlijk=date(2026, 3, 2),
    deadline=date(2026, 3, 2),
    dagen=12,
    opdracht="BetaalTerug",
    gegevens={"vordering": "V1"},
    taak="T1",
    hindert=True,
)
VORDERING = Vorderingrij(
    dossier_id=uuid4(),
    vordering="V1",
    besluit="B1",
    ogm="+++202/6000/00697+++",
    status="inGebreke",
    geboekt_op=date(2026, 1, 5),
    vervaldag=date(2026, 2, 5),
    hoofdsom=Cent(25000),
    betaald=Cent(0),
    kosten_open=Cent(0),
    intrest_open=Cent(123),
    hoofdsom_open=Cent(25000),
    openstaand=Cent(25123),
    teveel=Cent(0),
    intrest_bekend_tot=date(2026, 12, 31),
    verjaart_op=date(2031, 1, 5),
    laatste_veilige_dag=date(2031, 1, 3),
    vlabel=None,
)


def test_given_a_dossier_when_asked_then_its_work_as_table_and_json(
    dossier: UUID, capsys: Vang
) -> None:
    gevonden = vraag_json(capsys, "werkvoorraad", "--op", "2049-01-01")
    assert gevonden["totaal"] == len(gevonden["werk"])
    for rij in gevonden["werk"]:
        assert rij["dossierId"] == str(dossier)
        assert {"soort", "rol", "organisatie", "vanaf", "deadline", "opdracht"} <= set(rij)
    assert "Werkvoorraad op" in vraag(capsys, "werkvoorraad")
    leeg = vraag_json(capsys, "werkvoorraad", "--organisatie", "Amal", "--rol", "beslisser")
    assert (leeg["totaal"], leeg["werk"]) == (0, [])


def test_given_a_role_or_a_status_that_does_not_exist_then_it_is_wrong_use(
    dossier: UUID, capsys: Vang
) -> None:
    assert voer_uit(["werkvoorraad", "--rol", "baas"]) == 2
    assert "wel: dossierbehandelaar" in capsys.readouterr().err
    assert voer_uit(["vorderingen", "--status", "zoek"]) == 2
    assert "wel: open, deelsBetaald" in capsys.readouterr().err


def test_given_no_claims_when_asked_then_none(dossier: UUID, capsys: Vang) -> None:
    assert vraag_json(capsys, "vorderingen")["vorderingen"] == []
    assert "Vorderingen op 2026-01-05: 0" in vraag(capsys, "vorderingen", "--op", "2026-01-05")
    assert vraag_json(capsys, "vorderingen", "--status", "betaald")["totaal"] == 0


def test_given_rows_when_shown_then_what_presses_and_what_stands_in_the_way(capsys: Vang) -> None:
    toon_werk([WERK], "Werkvoorraad")
    gezegd = capsys.readouterr().out
    woorden = set(gezegd.split())
    assert {"boekhouder", "ABB", "teveelBetaald", "2026-03-02"} <= woorden
    assert "* wacht iets op" in gezegd


def test_given_a_rate_that_is_missing_when_shown_then_it_is_said(capsys: Vang) -> None:
    toon_vorderingen([VORDERING], date(2027, 3, 1), 2)
    gezegd = capsys.readouterr().out
    assert "1 van 2" in gezegd
    assert "251.23" in gezegd
    assert "2026-12-31" in gezegd
