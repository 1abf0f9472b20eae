"""`projecties`, `agenda` and `tik` as somebody types them, on a real database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import text

from handhaving.bootstrap import open_app
from handhaving.cli.agenda import druk_agenda, keur
from handhaving.cli.app import voer_uit
from handhaving.recht import Recht
from handhaving.running import Agendarij
from handhaving.settings import Settings
from tests.cli.vragen import Vang, vraag, vraag_json

if TYPE_CHECKING:
    import pytest


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
        ("werkvoorraad", "nieuw", 5),
        ("vorderingen", "nieuw", 5),
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
    assert gezegd.count("gelijk aan wat er was, positie 5") == 5
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
    geweigerd = vraag_json(capsys, "tik", "--op", "2049-01-01", exit_code=1)
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


def test_given_an_end_before_today_then_the_agenda_is_wrong_use(
    dossier: UUID, capsys: Vang
) -> None:
    for voorbij in ([], ["--voorbij"]):
        fout = vraag_json(capsys, "agenda", "--tot", "2025-01-01", *voorbij, exit_code=2)
        assert "--tot (2025-01-01) ligt vóór vandaag (" in fout["boodschap"]
        assert fout["boodschap"].endswith("; geef ook --vanaf.")


def test_given_one_then_it_is_said_as_one(dossier: UUID, capsys: Vang) -> None:
    gezegd = vraag(capsys, "agenda", "--vanaf", "2025-04-01", "--tot", "2025-05-01")
    assert gezegd.startswith("\nAgenda van 2025-04-01 tot en met 2025-05-01: 1 termijn\n")


def test_given_the_terms_of_the_law_then_the_agenda_knows_each() -> None:
    # Wat geen termijn van een dossier is, en hoe `beroep` loopt als de brief de weg niet wees.
    elders = {"aanmelding", "vdab", "b1", "beroepZonderRechtsmiddelen"}
    for soort in Recht.laad().termijnsoorten.keys() - elders:
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
