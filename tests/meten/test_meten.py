"""The measurements at their smallest: they run to the end, judge, and find what is wrong.

No time is asserted anywhere: what is measured here says nothing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from handhaving.bootstrap import in_memory
from handhaving.eventlog.blad import Verified
from scripts.meten import (
    bijwerken,
    controle,
    groei,
    herbouw,
    inbulk,
    inname,
    toevoegen,
    vouwen,
    zichtbaar,
)
from scripts.meten.__main__ import kies, main, maten, meet
from scripts.meten.bibliotheek import bijgewerkt, maak
from scripts.meten.dossiers import lang_dossier, monsters, vul
from scripts.meten.maat import FoutResultaat, Maat, Meting, eis
from scripts.meten.opstelling import KLEINST, SNEL, VOL, Opstelling, nu, p99
from scripts.meten.schrijvers import stamrecorder
from scripts.meten.verslag import schrijf_json, tabel, teken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALLE = maten(KLEINST)


@pytest.fixture
def opstelling(tmp_path: Path, postgres_url: str) -> Iterator[Opstelling]:
    gemaakt = Opstelling(tmp_path, postgres_url, KLEINST)
    yield gemaakt
    gemaakt.ruim_op()


@pytest.mark.parametrize("maat", ALLE, ids=lambda maat: maat.naam)
def test_given_the_smallest_size_when_measured_then_there_is_a_figure_and_the_result_is_right(
    maat: Maat, opstelling: Opstelling
) -> None:
    uitslag = maat.oordeel(maat.meet(opstelling))
    assert uitslag.cijfer > 0
    assert uitslag.herhalingen == KLEINST.herhalingen
    assert (uitslag.verhouding is None) == (uitslag.gemeten_controle is None)


# ── wat snel en fout is ─────────────────────────────────────────────────────────────────────────


def test_given_an_event_that_is_not_there_when_appending_is_judged_then_it_is_told(
    opstelling: Opstelling,
) -> None:
    ons, stam = opstelling.database(), opstelling.database()
    with stamrecorder(stam) as recorder:
        recorder.create_table()
    toevoegen.keur(ons, stam, {"wij": 0, "stam": 0})
    with pytest.raises(FoutResultaat, match="gebeurtenissen bij ons"):
        toevoegen.keur(ons, stam, {"wij": 1, "stam": 0})
    with pytest.raises(FoutResultaat, match="gebeurtenissen van de bibliotheek"):
        toevoegen.keur(ons, stam, {"wij": 0, "stam": 1})


def test_given_a_file_that_delivers_less_when_intake_is_judged_then_it_is_told(
    tmp_path: Path,
) -> None:
    pad = tmp_path / "publicatie.xml"
    gebeurtenissen = inname.schrijf(pad, 1, 3)
    with pytest.raises(FoutResultaat, match="geopende dossiers"):
        inname.neem_op(in_memory(nu), pad, 4, gebeurtenissen)
    with pytest.raises(FoutResultaat, match="in het verslag"):
        inname.neem_op(in_memory(nu), pad, 3, gebeurtenissen + 1)


def test_given_bulk_that_loses_a_command_when_judged_then_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pad, bron = tmp_path / "publicatie.xml", in_memory(nu)
    aantal = inname.schrijf(pad, 1, 3)
    inname.neem_op(bron, pad, 3, aantal)
    dossiers = inbulk.beslist(bron, 0)
    core = in_memory(nu)
    assert inbulk.schrijf(core, dossiers) > 0
    assert core.log.last_position() == aantal
    heel = inbulk._commits
    monkeypatch.setattr(inbulk, "_commits", lambda *deel: heel(*deel)[:-1])
    with pytest.raises(FoutResultaat, match="gebeurtenissen in het logboek"):
        inbulk.schrijf(in_memory(nu), dossiers)


def test_given_a_row_of_which_nothing_is_asked_when_judged_then_no_figure_fails_it() -> None:
    maat = replace(inname.MATEN[1], meet=lambda _: Meting([1.0], [100.0]))
    uitslag = maat.oordeel(Meting([1.0], [100.0]))
    assert uitslag.gehaald
    assert uitslag.als_json()["moet"] is None
    assert "ter kennisname" in tabel([uitslag])


def test_given_a_dossier_folded_by_half_when_folding_is_judged_then_it_is_told() -> None:
    core = in_memory(nu)
    dossier = core.service.lees(lang_dossier(core, 1, 60))
    vouwen.keur(dossier, maak(1, 60), 60)
    with pytest.raises(FoutResultaat, match="versie"):
        vouwen.keur(replace(dossier, versie=59), maak(1, 60), 60)
    with pytest.raises(FoutResultaat, match="naam leesbaar"):
        vouwen.keur(core.service.lees(dossier.dossier_id, met_sleutels=False), maak(1, 60), 60)
    with pytest.raises(FoutResultaat, match="aggregaat"):
        vouwen.keur(dossier, maak(1, 59), 60)


def test_given_a_row_too_few_when_catching_up_is_judged_then_it_is_told(
    opstelling: Opstelling,
) -> None:
    with opstelling.app() as app:
        vul(app.log, monsters(in_memory(nu)), 50)
        with pytest.raises(FoutResultaat, match="rijen"):
            bijwerken.werk_bij(app, 1, 51, 5)
    with opstelling.bibliotheek() as (stam, omgeving):
        stam.save(maak(1, 3))
        with pytest.raises(FoutResultaat, match="rijen van de bibliotheek"):
            bijgewerkt(omgeving, 2, 3)


def test_given_a_wrong_leaf_when_the_verification_is_judged_then_it_is_told() -> None:
    controle.keur(Verified(0, 3, 3, ()), 3)
    with pytest.raises(FoutResultaat, match="nagerekend"):
        controle.keur(Verified(0, 3, 3, (2,)), 3)


def test_given_other_rows_when_a_rebuild_is_judged_then_it_is_told(opstelling: Opstelling) -> None:
    with opstelling.app() as app:
        vul(app.log, monsters(in_memory(nu)), 20)
        gemaakt = [(r.positie, r.nieuw) for r in herbouw.herbouw(app)]
    herbouw.keur([gemaakt, gemaakt], 20)
    anders = [(p, tuple(replace(d, digest="x") for d in ds)) for p, ds in gemaakt]
    for fout in ([gemaakt, anders], [gemaakt[:1]]):
        with pytest.raises(FoutResultaat):
            herbouw.keur(fout, 20)
    with pytest.raises(FoutResultaat, match="posities"):
        herbouw.keur([gemaakt], 21)


def test_given_a_term_too_many_when_the_agenda_is_asked_then_it_is_told(
    opstelling: Opstelling,
) -> None:
    with opstelling.app() as app:
        app.projections.prepare()
        plek = groei.Plek(app, [uuid4()], date(2026, 5, 4), 1)
        with pytest.raises(FoutResultaat, match="termijnen op die dag"):
            plek.agenda(0)


def test_given_a_command_that_never_shows_when_waited_for_then_it_is_told(
    opstelling: Opstelling,
) -> None:
    with opstelling.app() as app:
        app.projections.prepare()
        kijker = zichtbaar.Kijker(app.database_url)
        kijker.start()
        with pytest.raises(FoutResultaat, match="zichtbaar tot"):
            kijker.wacht(1, 0.2)
        kijker.stop.set()
        kijker.join()


# ── oordeel en verslag ──────────────────────────────────────────────────────────────────────────


def _maat(meting: Meting, *, moet: float = 2, hoogstens: bool = False) -> Maat:
    return Maat("proef", "een proef", "niets", "x/s", moet, moet * 2, lambda _: meting, hoogstens)


def test_given_a_ratio_under_the_must_when_judged_then_it_is_missed() -> None:
    meting = Meting([10, 30, 20], [10, 10, 10])
    assert _maat(meting).oordeel(meting).verhouding == 2
    assert _maat(meting).oordeel(meting).gehaald
    assert not _maat(meting, moet=2.1).oordeel(meting).gehaald
    assert _maat(meting).oordeel(meting).spreiding == (1, 3)
    assert not _maat(meting, moet=1.9, hoogstens=True).oordeel(meting).gehaald
    assert _maat(meting, moet=2, hoogstens=True).oordeel(meting).op_doel


def test_given_no_control_when_judged_then_our_own_figure_counts() -> None:
    uitslag = _maat(Meting([150]), moet=200, hoogstens=True).oordeel(Meting([150]))
    assert (uitslag.verhouding, uitslag.cijfer, uitslag.gehaald) == (None, 150, True)


def test_given_rows_when_written_then_json_table_and_picture_hold_them(tmp_path: Path) -> None:
    meting = Meting([1.0], [2.0], punten=[(10, 1.0, "lezen"), (100, 1.1, "lezen")])
    uitslag = _maat(meting).oordeel(meting)
    schrijf_json(tmp_path / "uit.json", [uitslag], datetime(2026, 11, 28, tzinfo=UTC))
    (rij,) = json.loads((tmp_path / "uit.json").read_text())["maten"]
    assert {k: rij[k] for k in ("maat", "wij", "controle", "verhouding", "moet", "doel")} == {
        "maat": "proef",
        "wij": 1.0,
        "controle": 2.0,
        "verhouding": 0.5,
        "moet": 2,
        "doel": 4,
    }
    assert {"eenheid", "herhalingen", "machine", "spreiding", "gehaald"} <= rij.keys()
    assert "NIET GEHAALD" in tabel([uitslag])
    for naam in ("uit.svg", "uit.png"):
        teken(tmp_path / naam, [uitslag])
        assert (tmp_path / naam).stat().st_size > 1_000


def test_given_a_wrong_result_when_measured_then_it_is_no_row_and_an_error(tmp_path: Path) -> None:
    def fout(_: Opstelling) -> Meting:
        eis("rijen", 1, 2)
        return Meting([1])

    maat = replace(_maat(Meting([1])), meet=fout)
    assert meet([maat], KLEINST, tmp_path) == ([], ["proef: rijen: 1 gevonden, 2 verwacht"])


def test_given_names_when_chosen_then_those_rows_are_measured() -> None:
    assert [m.naam for m in kies(ALLE, ["groei"])] == [
        "groei-toevoegen",
        "groei-agenda",
        "groei-lezen",
    ]
    assert kies(ALLE, []) == ALLE
    with pytest.raises(SystemExit, match="geen maat bestaatniet"):
        kies(ALLE, ["bestaatniet"])
    with pytest.raises(SystemExit, match="geen maat bestaatniet"):
        main(["--kleinst", "--maat", "bestaatniet"])


def test_given_each_size_then_a_row_has_enough_repetitions() -> None:
    for omvang in (SNEL, VOL):
        assert omvang.herhalingen >= 3
        assert [m.naam for m in maten(omvang)][:3] == ["toevoegen-1", "toevoegen-4", "toevoegen-16"]
    assert (VOL.groot, VOL.herbouw, VOL.controle) == (1_000_000,) * 3


def test_given_times_when_the_99th_percentile_is_asked_then_one_in_a_hundred_is_slower() -> None:
    assert p99([float(n) for n in range(200)]) == 198
    assert p99([3.0]) == 3
