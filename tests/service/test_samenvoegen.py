"""A command that writes in two dossiers: one append, one answer, one to be found."""

from __future__ import annotations

import time
from threading import Thread
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from handhaving.dossier.basis import Weigering
from handhaving.eventlog.envelope import Claim, Commit, Door, Herkomst
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.sjablonen import LOCK_CLASS
from handhaving.eventlog.sleutels import IndexKey, KeyEncryption
from handhaving.service import VersieVerouderd, Werk
from tests.service.huis import KEK, Huis, insz, persoon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from handhaving.eventlog.envelope import Recorded

REDEN = "Fictieve reden."
DOOR = Door("toets", "systeem", "ABB")


@pytest.fixture(params=["geheugen", "postgres"])
def huis(request: pytest.FixtureRequest) -> Iterator[Huis]:
    if request.param == "geheugen":
        yield Huis()
        return
    with PostgresLog(request.getfixturevalue("simulatie_url")) as log:
        yield Huis(log)


def samen(ander: UUID) -> dict[str, object]:
    return {"anderDossier": str(ander), "reden": REDEN}


def test_given_a_merge_then_every_look_up_leads_to_the_one_that_is_kept(huis: Huis) -> None:
    eerste, ander = huis.open(1), huis.tot("betekend", 2)
    ogm = huis.service.lees(ander).vorderingen["V1"].ogm
    assert huis.service.zoek("ogm", ogm) == [ander]
    huis.doe(eerste, "VoegDossiersSamen", **samen(ander))
    assert huis.service.zoek("ogm", ogm) == [eerste]
    assert huis.service.zoek("insz", insz(2)) == [eerste]
    assert huis.service.zoek("klantnummer", "Atlas|K-2") == [eerste]
    naam = "|".join(str(persoon(2)[veld]) for veld in ("naam", "voornaam", "geboortedatum"))
    assert huis.service.zoek("naam", naam) == [eerste]
    with pytest.raises(Weigering) as geweigerd:
        huis.doe(None, "OpenDossier", **persoon(2))
    assert geweigerd.value.code == "DossierBestaatAl"
    assert geweigerd.value.feiten["dossierId"] == str(eerste)


def test_given_a_merge_then_a_payment_by_its_ogm_goes_on_in_the_one_that_is_kept(
    huis: Huis,
) -> None:
    eerste, ander = huis.open(1), huis.tot("betekend", 2)
    huis.doe(eerste, "VoegDossiersSamen", **samen(ander))
    betaling = {"bedrag": "250.00", "valutadatum": "2024-08-09", "bankreferentie": "REF-1"}
    with pytest.raises(Weigering, match=str(eerste)):
        huis.doe(ander, "BoekBetaling", vordering="V1", **betaling)
    huis.doe(eerste, "BoekBetaling", vordering="V1", **betaling)
    assert huis.service.lees(eerste).vorderingen["V1"].betaald == 25000
    assert huis.service.zoek("bankreferentie", "REF-1") == [eerste]


def test_given_the_same_merge_twice_then_the_first_answer_and_nothing_new(huis: Huis) -> None:
    eerste, ander = huis.open(1), huis.open(2)
    opdracht, meta = huis.opdracht("VoegDossiersSamen", **samen(ander))
    een = huis.service.handle(eerste, opdracht, meta)
    posities = huis.posities()
    twee = huis.service.handle(eerste, opdracht, meta)
    assert (twee.herhaald, twee.gebeurtenissen) == (True, een.gebeurtenissen)
    assert huis.posities() == posities
    assert huis.service.lees(ander).samengevoegd_in == eerste


def test_given_a_merge_then_both_parts_follow_from_one_command(huis: Huis) -> None:
    eerste, ander = huis.open(1), huis.open(2)
    antwoord = huis.doe(eerste, "VoegDossiersSamen", **samen(ander))
    assert antwoord.dossier_id == eerste
    ginds = huis.service.historiek(ander)[-1][1]
    hier = huis.service.historiek(eerste)[-1][1]
    assert ginds.oorzaak_id == hier.opdracht_id != ginds.opdracht_id
    assert ginds.door == hier.door


def test_given_an_expected_version_that_is_old_then_nothing_is_written(huis: Huis) -> None:
    eerste, ander = huis.open(1), huis.open(2)
    meta = huis.meta("VoegDossiersSamen", versie=1)
    opdracht, _ = huis.opdracht("VoegDossiersSamen", **samen(ander))
    with pytest.raises(VersieVerouderd):
        huis.service.handle(eerste, opdracht, meta)
    assert huis.service.lees(ander).samengevoegd_in is None


def test_given_what_was_sealed_then_it_reads_after_the_merge_and_is_erased_with_its_person(
    huis: Huis,
) -> None:
    eerste, ander = huis.open(1), huis.tot("vastgesteld", 2)
    huis.doe(eerste, "VoegDossiersSamen", **samen(ander))
    assert "Gewist" not in repr(huis.service.historiek(eerste))
    assert {e.sleutel_id for _, e in huis.service.historiek(eerste)} == {None, eerste, ander}
    huis.vault.destroy(eerste)
    huis.vault.destroy(ander)
    dossier = huis.service.lees(eerste)
    assert repr(dossier.persoon.naam) == "Gewist"
    assert list(dossier.inbreuken) == ["I1"]


def test_given_a_person_who_was_erased_then_their_dossier_is_not_merged(huis: Huis) -> None:
    eerste, ander = huis.open(1), huis.open(2)
    huis.vault.destroy(ander)
    with pytest.raises(Weigering) as geweigerd:
        huis.doe(eerste, "VoegDossiersSamen", **samen(ander))
    assert geweigerd.value.code == "PersoonIsGewist"
    assert huis.service.lees(ander).samengevoegd_in is None


def test_given_a_third_party_then_its_payment_reads_after_the_merge(huis: Huis) -> None:
    eerste, ander = huis.open(1), huis.tot("betekend", 2)
    betaling = {"bedrag": "50.00", "valutadatum": "2024-08-09", "bankreferentie": "REF-2"}
    huis.doe(ander, "BoekBetaling", vordering="V1", tegenpartij="Fictief Derde", **betaling)
    huis.doe(eerste, "VoegDossiersSamen", **samen(ander))
    gelezen = [g.inhoud for g, _ in huis.service.historiek(eerste) if hasattr(g, "inhoud")]
    assert [g.tegenpartij for g in gelezen if hasattr(g, "tegenpartij")] == ["Fictief Derde"]


def test_given_a_value_that_a_third_dossier_holds_then_it_stays_there(huis: Huis) -> None:
    eerste, ander, derde = huis.open(1), huis.open(2), huis.open(3)
    hmac = IndexKey(KeyEncryption.from_bytes(KEK)).hmac("insz", insz(2))
    claim = Claim("insz", hmac)
    los = Commit(ander, 2, Herkomst(uuid4(), DOOR, uuid4()), b"", vrij=(claim,))
    naar = Commit(derde, 2, Herkomst(uuid4(), DOOR, uuid4()), b"", claims=(claim,))
    huis.log.append([los, naar])
    huis.doe(eerste, "VoegDossiersSamen", **samen(ander))
    assert huis.service.zoek("insz", insz(2)) == [derde]
    assert huis.service.zoek("klantnummer", "Atlas|K-2") == [eerste]


def test_given_work_before_it_in_the_same_append_then_that_counts_too(huis: Huis) -> None:
    eerste, ander = huis.open(1), huis.open(2)
    vast = huis.opdracht("StelInbreukVast", type="I01", datumFeit="2024-03-01")
    voeg = huis.opdracht("VoegDossiersSamen", **samen(ander))
    later = huis.opdracht("StelInbreukVast", type="I02", datumFeit="2024-03-01")
    antwoorden = huis.partij(
        Werk(ander, (vast,)), Werk(eerste, (voeg, later)), Werk(ander, (later,))
    )
    assert list(huis.service.lees(eerste).inbreuken) == ["I1", "I2"]
    laatste = antwoorden[2][0]
    assert isinstance(laatste, Weigering)


class Gestoord:
    """A log in which somebody else writes just before the next append."""

    stoorder: Callable[[], object] | None = None

    def append(self, *wat: object, **hoe: object) -> list[Recorded]:
        stoorder, self.stoorder = self.stoorder, None
        if stoorder is not None:
            stoorder()
        return super().append(*wat, **hoe)  # type: ignore[misc, no-any-return]  # of the log behind it


class GestoordGeheugen(Gestoord, MemoryLog):
    pass


class GestoordPostgres(Gestoord, PostgresLog):
    pass


@pytest.fixture(params=["geheugen", "postgres"])
def gestoord(request: pytest.FixtureRequest) -> Iterator[tuple[Huis, Gestoord]]:
    if request.param == "geheugen":
        geheugen = GestoordGeheugen(simulatie=True)
        yield Huis(geheugen), geheugen
        return
    with GestoordPostgres(request.getfixturevalue("simulatie_url")) as log:
        yield Huis(log), log


def test_given_a_lost_race_in_the_other_dossier_then_decided_again_with_what_came(
    gestoord: tuple[Huis, Gestoord],
) -> None:
    huis, log = gestoord
    eerste, ander = huis.open(1), huis.open(2)
    log.stoorder = lambda: huis.doe(ander, "RegistreerOverlijden", overledenOp="2024-03-01")
    antwoord = huis.doe(eerste, "VoegDossiersSamen", **samen(ander))
    assert not antwoord.herhaald
    assert str(huis.service.lees(eerste).persoon.overleden_op) == "2024-03-01"
    assert huis.service.lees(ander).samengevoegd_in == eerste


def test_given_two_who_merge_one_dossier_then_one_does_and_the_other_is_told(
    gestoord: tuple[Huis, Gestoord],
) -> None:
    huis, log = gestoord
    eerste, tweede, ander = huis.open(1), huis.open(3), huis.open(2)
    log.stoorder = lambda: huis.doe(tweede, "VoegDossiersSamen", **samen(ander))
    with pytest.raises(Weigering) as geweigerd:
        huis.doe(eerste, "VoegDossiersSamen", **samen(ander))
    assert geweigerd.value.code == "DossierIsSamengevoegd"
    assert geweigerd.value.feiten["behouden"] == str(tweede)
    assert huis.service.lees(eerste).versie == 2


def test_given_a_backend_killed_while_it_merges_then_both_or_neither(simulatie_url: str) -> None:
    with (
        PostgresLog(simulatie_url, max_connections=2) as log,
        psycopg.connect(simulatie_url) as slot,
    ):
        huis = Huis(log)
        eerste, ander = huis.open(1), huis.tot("vastgesteld", 2)
        voor = log.last_position()
        slot.execute(
            "SELECT pg_advisory_xact_lock(%s, 'handhaving.gebeurtenissen'::regclass::oid::int)",
            (LOCK_CLASS,),
        )
        schrijver = Thread(
            target=lambda: huis.doe(eerste, "VoegDossiersSamen", **samen(ander)), daemon=True
        )
        schrijver.start()
        with psycopg.connect(simulatie_url, autocommit=True) as beul:
            geveld = 0
            uiterlijk = time.monotonic() + 20
            while not geveld and time.monotonic() < uiterlijk:
                geveld = len(
                    beul.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND wait_event = 'advisory'"
                    ).fetchall()
                )
            assert log.last_position() == voor
            assert huis.service.zoek("insz", insz(2)) == [ander]
        slot.rollback()
        schrijver.join()
        assert geveld == 1
        assert huis.service.zoek("insz", insz(2)) == [eerste]
        assert huis.service.lees(ander).samengevoegd_in == eerste
        soorten = [e.type for _, e in huis.service.historiek(eerste)]
        assert soorten.count("GebeurtenisOvergenomen") == 3
