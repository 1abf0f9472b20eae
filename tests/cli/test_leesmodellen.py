"""`projecties`, `agenda`, `tik` and `dossier` as somebody types them, on a real database."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.cli.agenda import druk_agenda, keur
from handhaving.cli.app import voer_uit
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.eventlog.toegang import Zoek
from handhaving.recht import Recht
from handhaving.running import Agendarij
from handhaving.settings import Settings
from tests.running.kantoor import ADRES, PERSOON, Kantoor, om

if TYPE_CHECKING:
    from pathlib import Path

Vang = pytest.CaptureFixture[str]


@pytest.fixture
def omgeving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> None:
    """The settings but for the database."""
    make_kek_file(tmp_path / "kek")
    monkeypatch.setenv("HANDHAVING_DATA", str(tmp_path))
    monkeypatch.setenv("HANDHAVING_REDIS_URL", redis_url)
    monkeypatch.setenv("HANDHAVING_KEK_FILE", str(tmp_path / "kek"))


@pytest.fixture
def simulatie(omgeving: None, simulatie_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulation log."""
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", simulatie_url)


@pytest.fixture
def dossier(simulatie: None) -> UUID:
    """A fictitious person in default since 2025-03-05."""
    with open_app(Settings.read()) as app:
        return Kantoor(app).in_gebreke(persoon=PERSOON)


def vraag(vang: Vang, *argumenten: str, exit_code: int = 0) -> str:
    vang.readouterr()
    assert voer_uit(list(argumenten)) == exit_code
    return vang.readouterr().out


def vraag_json(vang: Vang, *argumenten: str, exit_code: int = 0) -> Any:  # noqa: ANN401 - JSON
    return json.loads(vraag(vang, *argumenten, "--json", exit_code=exit_code))


def park(dossier_id: UUID) -> None:
    """Let a dossier wait at its first event."""
    with open_app(Settings.read()) as app, app.engine.begin() as verbinding:
        verbinding.execute(
            text(
                "INSERT INTO leesmodel.geparkeerd (name, version, deel, dossier_id, positie, fout)"
                " VALUES ('termijnen', 1, 'live', :dossier, 1, 'Gif: proef')"
            ),
            {"dossier": dossier_id},
        )
        verbinding.execute(
            text("UPDATE leesmodel.checkpoint SET fout = 'Gif: proef', fout_positie = 1")
        )


# --- projecties ------------------------------------------------------------------------------


def test_given_new_events_when_brought_up_then_status_says_so(dossier: UUID, capsys: Vang) -> None:
    voor = vraag_json(capsys, "projecties", "status")["projecties"]
    assert [(p["naam"], p["staat"], p["achterstand"]) for p in voor] == [
        ("dossierstand", "nieuw", 5),
        ("termijnen", "nieuw", 5),
        ("auditspoor", "nieuw", 5),
    ]
    assert "termijnen: 5 gebeurtenissen, tot 5" in vraag(capsys, "projecties", "bij", "termijnen")
    klaar = vraag_json(capsys, "projecties", "bij")["projecties"]
    assert {(p["naam"], p["van"], p["tot"]) for p in klaar} >= {("dossierstand", 0, 5)}
    na = vraag_json(capsys, "projecties", "status")["projecties"]
    assert {p["staat"] for p in na} == {"bij"}
    assert "niemand" in vraag(capsys, "projecties", "status")


def test_given_a_name_that_is_not_there_then_it_is_wrong_use(dossier: UUID, capsys: Vang) -> None:
    for verb in ("bij", "herbouw", "vergelijk"):
        assert voer_uit(["projecties", verb, "onbestaand"]) == 2
        assert "wel: dossierstand, termijnen, auditspoor" in capsys.readouterr().err
    assert voer_uit(["projecties", "opnieuw", "onbestaand", str(dossier)]) == 2


def test_given_right_rows_when_compared_and_rebuilt_then_they_are_the_same(
    dossier: UUID, capsys: Vang
) -> None:
    vraag(capsys, "projecties", "bij")
    assert "auditspoor: gelijk, op positie 5" in vraag(capsys, "projecties", "vergelijk")
    assert vraag_json(capsys, "projecties", "vergelijk", "termijnen")["gelijk"] is True
    gezegd = vraag(capsys, "projecties", "herbouw", "--opnieuw")
    assert gezegd.count("gelijk aan wat er was, positie 5") == 3
    (uit,) = vraag_json(capsys, "projecties", "herbouw", "dossierstand")["projecties"]
    assert (uit["gelijk"], uit["positie"], uit["nieuw"][0]["rijen"]) == (True, 5, 1)


def test_given_wrong_rows_when_compared_then_exit_1_until_rebuilt(
    dossier: UUID, capsys: Vang
) -> None:
    vraag(capsys, "projecties", "bij")
    with open_app(Settings.read()) as app, app.engine.begin() as verbinding:
        verbinding.execute(text("UPDATE leesmodel.termijnen_v1 SET staat = 'vervallen'"))
    assert vraag_json(capsys, "projecties", "vergelijk", exit_code=1)["gelijk"] is False
    assert voer_uit(["projecties", "vergelijk", "termijnen"]) == 1
    assert "`handhaving projecties herbouw termijnen`" in capsys.readouterr().err
    assert "anders dan wat er was" in vraag(capsys, "projecties", "herbouw", "termijnen")
    assert vraag_json(capsys, "projecties", "vergelijk")["gelijk"] is True


def test_given_a_parked_dossier_then_it_is_shown_and_can_be_tried_again(
    dossier: UUID, capsys: Vang
) -> None:
    vraag(capsys, "projecties", "bij")
    park(dossier)
    gezegd = vraag(capsys, "projecties", "status")
    assert f"termijnen wacht: dossier {dossier} sinds" in gezegd
    assert "dossierstand: Gif: proef (positie 1)" in gezegd
    assert vraag(capsys, "projecties", "opnieuw", "termijnen", str(dossier)) == (
        "Het dossier is weer bij.\n"
    )
    assert voer_uit(["projecties", "opnieuw", "termijnen", str(dossier)]) == 1
    assert "staat niet geparkeerd" in capsys.readouterr().err


def test_given_a_parked_dossier_when_skipped_then_who_and_why_are_codes(
    dossier: UUID, capsys: Vang
) -> None:
    vraag(capsys, "projecties", "bij")
    park(dossier)
    over = ["projecties", "sla-over", "termijnen", str(dossier), "--door", "beheer-1", "--reden"]
    assert voer_uit([*over, "een hele uitleg"]) == 2
    assert vraag_json(capsys, *over, "FOUT-7") == {"geparkeerd": None}


def test_given_the_event_still_cannot_be_applied_then_exit_1(dossier: UUID, capsys: Vang) -> None:
    vraag(capsys, "projecties", "bij")
    park(dossier)
    with open_app(Settings.read()) as app, app.engine.begin() as verbinding:
        verbinding.execute(
            text("ALTER TABLE leesmodel.termijnen_v1 ADD CHECK (soort = 'onmogelijk') NOT VALID")
        )
    gezegd = vraag(capsys, "projecties", "opnieuw", "termijnen", str(dossier), exit_code=1)
    assert gezegd.startswith(f"Wacht nog: dossier {dossier}")


# --- tik en agenda ---------------------------------------------------------------------------


def test_given_a_term_that_is_due_when_ticked_then_it_went_off_and_the_models_know(
    dossier: UUID, capsys: Vang
) -> None:
    gezegd = vraag_json(capsys, "tik", "--op", "2025-04-04")
    assert gezegd["afgegaan"] == []
    (afgegaan,) = vraag_json(capsys, "tik", "--op", "2025-04-07")["teLaat"]
    assert (afgegaan["dossierId"], afgegaan["dagenTeLaat"]) == (str(dossier), 2)
    assert afgegaan["waarom"] == "stilstand"
    assert vraag(capsys, "tik", "--op", "2025-04-07").startswith("0 termijnen afgegaan")
    standen = vraag_json(capsys, "projecties", "status")["projecties"]
    assert {s["staat"] for s in standen} == {"bij"}


def test_given_a_tick_then_a_person_reads_what_became_of_it(dossier: UUID, capsys: Vang) -> None:
    gezegd = vraag(capsys, "tik", "--op", "2025-04-20")
    assert "InregelstellingsperiodeVerstreken" in gezegd
    assert "1 te laat: dit is de eerste tik." in gezegd
    assert "1 termijn afgegaan, 1 daarvan te laat; 0 geweigerd." in gezegd


def test_given_the_decider_refuses_then_the_tick_says_so(dossier: UUID, capsys: Vang) -> None:
    vraag(capsys, "projecties", "bij")
    with open_app(Settings.read()) as app, app.engine.begin() as verbinding:
        verbinding.execute(text("UPDATE leesmodel.termijnen_v1 SET vervalt_op = '2025-03-20'"))
    gezegd = vraag(capsys, "tik", "--op", "2025-03-25")
    assert f"Geweigerd: StelVerstrijkenVast voor I1 van {dossier}: TermijnLoopt" in gezegd


def test_given_a_log_in_earnest_when_ticked_for_a_later_day_then_it_is_refused(
    omgeving: None, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: Vang
) -> None:
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", database_url)
    geweigerd = vraag_json(capsys, "tik", "--op", "2999-01-01", exit_code=1)
    assert geweigerd["fout"] == "TikInDeToekomst"
    assert vraag_json(capsys, "tik")["afgegaan"] == []
    with open_app(Settings.read()) as app:
        vandaag = app.klok().date().isoformat()
    assert vraag_json(capsys, "tik", "--op", vandaag)["afgegaan"] == []


def test_given_terms_then_the_agenda_shows_them_and_marks_prescription(
    dossier: UUID, capsys: Vang
) -> None:
    uit = vraag_json(capsys, "agenda", "--vanaf", "2025-04-01")
    assert (uit["vanaf"], uit["tot"]) == ("2025-04-01", "2025-05-01")
    (rij,) = uit["termijnen"]
    assert (rij["dossierId"], rij["vervaltOp"], rij["dagen"]) == (str(dossier), "2025-04-04", 3)
    assert (rij["laatsteDagBurger"], rij["opdracht"]) == ("2025-04-04", "StelVerstrijkenVast")
    gezegd = vraag(capsys, "agenda", "--vanaf", "2025-04-01", "--tot", "2040-01-01")
    assert "besluitWaarschuwing" in gezegd
    assert "! gaat over verjaring" in gezegd
    assert vraag_json(capsys, "agenda", "--soort", "beroep")["termijnen"] == []
    assert ": 0 termijnen" in vraag(capsys, "agenda")
    assert len(vraag_json(capsys, "agenda", "--voorbij")["termijnen"]) == 1


def test_given_a_kind_or_a_period_that_cannot_be_then_the_agenda_is_wrong_use(
    capsys: Vang,
) -> None:
    fout = vraag_json(capsys, "agenda", "--soort", "banaan", exit_code=2)
    assert "'banaan' bestaat niet; wel: inregelstelling, uitstel, " in fout["boodschap"]
    periode = ["--vanaf", "2026-02-01", "--tot", "2026-01-01"]
    fout = vraag_json(capsys, "agenda", *periode, exit_code=2)
    assert fout["boodschap"] == "--vanaf (2026-02-01) ligt na --tot (2026-01-01)."
    keur("verjaring-365", None, None)
    keur("afbetaling", date(2026, 1, 1), date(2026, 1, 1))


def test_given_the_terms_of_the_law_then_the_agenda_knows_each() -> None:
    for soort in Recht.laad().termijnsoorten.keys() - {"aanmelding", "vdab", "b1"}:
        keur(soort, None, None)


def test_given_a_narrow_table_then_a_dossier_id_stays_on_one_line(capsys: Vang) -> None:
    rij = Agendarij(
        termijn_id=uuid4(),
        dossier_id=uuid4(),
        soort="besluitWaarschuwing",
        betreft="I1",
        van=date(2026, 1, 1),
        laatste_dag_burger=None,
        laatste_dag_overheid=date(2026, 2, 1),
        vervalt_op=date(2026, 2, 2),
        dagen=1000,
        regel="besluit.waarschuwing",
        kalender=None,
        opdracht="StelVerstrijkenVastVanEenHeelLangeNaamDieNietPastOpDezeRegelVanDeTabel",
        verjaring=True,
        grondslag=(),
        te_verifieren=True,
    )
    druk_agenda([rij], "Agenda")
    assert str(rij.dossier_id) in capsys.readouterr().out


# --- dossier ---------------------------------------------------------------------------------


@pytest.fixture
def vergevorderd(dossier: UUID) -> UUID:
    """The same dossier, its fine served and its appeal over."""
    with open_app(Settings.read()) as app:
        kantoor = Kantoor(app)
        running.tick(app, om("2025-04-10"))
        kantoor.betekend(dossier)
        running.tick(app, om("2025-09-01"))
    return dossier


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
