"""`dossier toon|historiek` as somebody types them, on a real database."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from handhaving.bootstrap import open_app
from handhaving.cli.app import voer_uit
from handhaving.eventlog.toegang import Zoek
from handhaving.settings import Settings
from tests.cli.vragen import Vang, vraag, vraag_json
from tests.running.kantoor import ADRES, PERSOON, Kantoor


def test_given_a_dossier_then_it_is_shown_without_the_person(
    vergevorderd: UUID, capsys: Vang
) -> None:
    gezegd = vraag(capsys, "dossier", "toon", str(vergevorderd))
    for verwacht in ("[SIMULATIE]", "definitief", "Vorderingen", "verjaring-365", "●", "│"):
        assert verwacht in gezegd
    for geheim in (PERSOON["naam"], PERSOON["insz"], ADRES["straat"]):
        assert str(geheim) not in gezegd
    stand = vraag_json(capsys, "dossier", "toon", str(vergevorderd))
    assert stand["inbreuken"]["I1"]["fase"] == "definitief"
    assert "persoon" not in stand
    assert stand["simulatie"] is True


def test_given_the_person_is_asked_then_shown_and_the_reader_is_written_down(
    vergevorderd: UUID, capsys: Vang
) -> None:
    regel = ["dossier", "toon", str(vergevorderd), "--met-persoon"]
    assert voer_uit(regel) == 2
    gezegd = vraag(capsys, *regel, "--door", "mw-3", "--referentie", "V-12")
    assert "Fictief Persoon-17" in gezegd
    assert "Nergenshuizen" in gezegd
    with open_app(Settings.read()) as app:
        (toegang,) = app.toegang.find(Zoek(dossier=vergevorderd)).items
    gelezen = toegang.lezing
    assert (gelezen.door.id, gelezen.doel, gelezen.ingang) == ("mw-3", "sanctionering", "cli")
    assert gelezen.referentie == "V-12"
    assert {"naam", "insz", "adres"} <= set(gelezen.identiteit)
    assert gelezen.gevoelig == ()


def test_given_a_purpose_then_the_texts_of_the_history_are_shown_and_without_it_they_are_not(
    vergevorderd: UUID, capsys: Vang
) -> None:
    regel = ["dossier", "historiek", str(vergevorderd), "--met-persoon", "--door", "hb-3"]
    zonder = vraag(capsys, *regel)
    assert "motivering: (afgeschermd)" in zonder
    met = vraag_json(capsys, *regel, "--doel", "sanctionering")["gebeurtenissen"]
    (besluit,) = (g for g in met if g["type"] == "BoetebesluitGenomen")
    assert besluit["persoonlijk"]["motivering"] not in zonder
    with open_app(Settings.read()) as app:
        laatste, eerste = app.toegang.find(Zoek(door="hb-3")).items
    assert "BoetebesluitGenomen.motivering" in laatste.lezing.gevoelig
    assert eerste.lezing.gevoelig == ()


def test_given_who_may_not_look_then_refused_and_nothing_is_noted(
    vergevorderd: UUID, capsys: Vang
) -> None:
    regel = ["dossier", "toon", str(vergevorderd)]
    fout = vraag_json(capsys, *regel, "--rol", "beheerder", exit_code=1)
    assert fout["geweigerd"] == "GeenBevoegdheid"
    ander = ["--rol", "dossierbehandelaar", "--organisatie", "Amal"]
    assert vraag_json(capsys, *regel, *ander, exit_code=1)["geweigerd"] == "OnbekendDossier"
    doel = ["--rol", "boekhouder", "--doel", "toezicht"]
    fout = vraag_json(capsys, *regel, *doel, exit_code=1)
    assert fout["geweigerd"] == "DoelNietToegelaten"
    vraag(capsys, *regel)  # zonder persoon
    with open_app(Settings.read()) as app:
        assert app.toegang.find(Zoek()).items == ()


def test_given_a_name_as_actor_then_the_person_is_not_shown_and_the_name_not_logged(
    vergevorderd: UUID, capsys: Vang
) -> None:
    regel = ["dossier", "toon", str(vergevorderd), "--met-persoon", "--door"]
    for naam in ("Fictief Persoon-17", "mw-3\n", ""):
        capsys.readouterr()
        assert voer_uit([*regel, naam]) == 1
        gezegd = capsys.readouterr()
        assert "door.id: verkeerde vorm" in gezegd.err
        assert "Fictief" not in gezegd.out + gezegd.err
        assert vraag_json(capsys, *regel, naam, exit_code=1)["geweigerd"] == "OngeldigeGegevens"
    with open_app(Settings.read()) as app:
        assert app.toegang.find(Zoek()).items == ()


def test_given_the_person_is_erased_then_it_says_so(vergevorderd: UUID, capsys: Vang) -> None:
    with open_app(Settings.read()) as app:
        app.log.destroy_keys(vergevorderd)
    gezegd = vraag(capsys, "dossier", "toon", str(vergevorderd), "--met-persoon", "--door", "mw-3")
    assert "(gewist)" in gezegd
    assert "Fictief Persoon-17" not in gezegd


def test_given_an_instant_then_the_dossier_is_as_known_then(
    vergevorderd: UUID, capsys: Vang
) -> None:
    toen = vraag_json(capsys, "dossier", "toon", str(vergevorderd), "--op", "2025-04-14")
    assert toen["inbreuken"]["I1"]["fase"] == "overgemaakt"
    assert toen["peildatum"] == "2025-04-14"
    moment = "2025-04-14T11:59:59+02:00"
    eerder = vraag_json(capsys, "dossier", "toon", str(vergevorderd), "--op", moment)
    assert eerder["inbreuken"]["I1"]["fase"] == "termijnVerstreken"
    assert "zoals gekend op 2025-04-14" in vraag(
        capsys, "dossier", "toon", str(vergevorderd), "--op", moment
    )


def test_given_a_day_as_instant_then_the_end_of_that_day_is_said(
    vergevorderd: UUID, capsys: Vang
) -> None:
    gezegd = vraag(capsys, "dossier", "toon", str(vergevorderd), "--op", "2025-04-14")
    assert "zoals gekend op het einde van 14 april 2025" in gezegd
    assert "beslissen uiterlijk" in gezegd
    assert "vervallen" in gezegd


def test_given_a_day_then_the_dossier_is_as_valid_then(vergevorderd: UUID, capsys: Vang) -> None:
    regel = ["dossier", "toon", str(vergevorderd), "--geldig-op", "2025-03-04"]
    toen = vraag_json(capsys, *regel)
    assert toen["peildatum"] == "2025-03-04"
    assert "inregelstelling" in toen["inbreuken"]["I1"]
    assert toen["vorderingen"] == {}
    assert "zoals geldig op 2025-03-04" in vraag(capsys, *regel)


def test_given_a_dossier_then_its_trail_is_told_in_sentences(
    vergevorderd: UUID, capsys: Vang
) -> None:
    gezegd = vraag(capsys, "dossier", "historiek", str(vergevorderd))
    assert "Dossier geopend door Atlas." in gezegd
    assert "systeem (systeem, ABB)" in gezegd
    spoor = vraag_json(capsys, "dossier", "historiek", str(vergevorderd))["gebeurtenissen"]
    assert [g["versie"] for g in spoor] == list(range(1, len(spoor) + 1))
    assert spoor[0]["type"] == "DossierGeopend"
    assert spoor[0]["door"]["organisatie"] == "Atlas"
    kort = vraag_json(capsys, "dossier", "historiek", str(vergevorderd), "--op", "2025-03-02")
    assert len(kort["gebeurtenissen"]) == 3


def test_given_no_such_dossier_or_not_yet_then_it_is_refused(dossier: UUID, capsys: Vang) -> None:
    for regel in (
        ["dossier", "toon", str(uuid4())],
        ["dossier", "historiek", str(dossier), "--op", "2020-01-01"],
    ):
        assert vraag_json(capsys, *regel, exit_code=1)["geweigerd"] == "OnbekendDossier"


@pytest.mark.parametrize(
    "regel",
    [
        ["dossier", "toon", "geen-id"],
        ["dossier", "toon", str(UUID(int=1)), "--op", "gisteren"],
        ["dossier", "toon", str(UUID(int=1)), "--op", "2025-04-14T12:00:00"],
        ["dossier", "toon", str(UUID(int=1)), "--geldig-op", "2025-02-30"],
    ],
)
def test_given_what_cannot_be_meant_then_it_is_wrong_use(capsys: Vang, regel: list[str]) -> None:
    assert voer_uit(regel) == 2
    assert "Verkeerd gebruik" in capsys.readouterr().err


def test_given_a_dossier_without_an_inbreuk_then_there_is_no_picture(
    simulatie: None, capsys: Vang
) -> None:
    with open_app(Settings.read()) as app:
        leeg = Kantoor(app).open()
    gezegd = vraag(capsys, "dossier", "toon", str(leeg))
    assert "peildatum:" in gezegd
    assert "●" not in gezegd
