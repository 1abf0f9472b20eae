"""Work on several dossiers in one append, a dry run, and what two pieces of work share."""

from __future__ import annotations

from uuid import uuid4

from handhaving.dossier.basis import Weigering
from handhaving.dossier.toewijzing.weigeringen import DossierBestaatAl
from handhaving.service import Antwoord, Werk
from tests.dossier.trap import FEIT
from tests.service.huis import Huis, insz, om, persoon
from tests.service.test_service import BRIEF, FEITEN, types


def test_given_two_new_dossiers_then_one_append() -> None:
    huis = Huis()
    een, ander = huis.partij(
        Werk(
            None,
            (
                huis.opdracht("OpenDossier", **persoon(17)),
                huis.opdracht("StelInbreukVast", **FEITEN),
            ),
        ),
        Werk(None, (huis.opdracht("OpenDossier", **persoon(18)),)),
    )
    assert [type(u) for u in (*een, *ander)] == [Antwoord] * 3
    assert huis.posities() == [1, 2, 3, 4, 5]
    assert isinstance(een[0], Antwoord)
    assert huis.service.zoek("insz", insz(17)) == [een[0].dossier_id]


def test_given_one_person_twice_in_a_batch_then_the_second_is_sent_to_the_first() -> None:
    huis = Huis()
    (een,), (ander,) = huis.partij(
        Werk(None, (huis.opdracht("OpenDossier", **persoon(17)),)),
        Werk(None, (huis.opdracht("OpenDossier", insz=insz(17)),)),
    )
    assert isinstance(een, Antwoord)
    assert isinstance(ander, DossierBestaatAl)
    assert ander.feiten == {"dossierId": str(een.dossier_id)}
    assert huis.service.lees(een.dossier_id).bestaat


def test_given_two_claims_in_a_batch_then_two_numbers_in_a_row() -> None:
    huis = Huis()
    een, ander = huis.tot("beslist", 17), huis.tot("beslist", 18)
    huis.nu = om("2024-08-09")
    uit = huis.partij(
        Werk(een, (huis.opdracht("BetekenBoetebesluit", **BRIEF),)),
        Werk(ander, (huis.opdracht("BetekenBoetebesluit", **BRIEF),)),
    )
    assert all(isinstance(u, Antwoord) for (u,) in uit)
    assert huis.log.next_number("ogm", 2024) == 3


def test_given_one_dossier_twice_in_a_batch_then_the_second_goes_on_from_the_first() -> None:
    huis = Huis()
    dossier = huis.open()
    huis.partij(
        Werk(dossier, (huis.opdracht("StelInbreukVast", **FEITEN),)),
        Werk(dossier, (huis.opdracht("StelInbreukVast", type="I02", datumFeit=FEIT),)),
    )
    assert list(huis.service.lees(dossier).inbreuken) == ["I1", "I2"]


def test_given_work_without_commands_then_nothing() -> None:
    huis = Huis()
    assert huis.partij(Werk(None, ()), Werk(huis.open(), ())) == [[], []]
    assert huis.log.last_position() == 2


def test_given_an_erased_person_in_a_batch_then_only_their_data_are_refused() -> None:
    huis = Huis()
    gewist, ander = huis.open(17), huis.open(18)
    huis.vault.destroy(gewist)
    een, twee = huis.partij(
        Werk(
            gewist,
            (
                huis.opdracht("WijzigPersoonsgegevens", naam="Fictief Persoon-20"),
                huis.opdracht("StelInbreukVast", **FEITEN),
            ),
        ),
        Werk(ander, (huis.opdracht("WijzigPersoonsgegevens", naam="Fictief Persoon-21"),)),
    )
    assert [u.code if isinstance(u, Weigering) else types(u) for u in (*een, *twee)] == [
        "PersoonIsGewist",
        ["InbreukVastgesteld"],
        ["PersoonsgegevensGewijzigd"],
    ]


def test_given_a_dry_run_then_what_would_happen_and_nothing_happens() -> None:
    huis = Huis()
    lijst = [
        huis.opdracht("OpenDossier", **persoon(17)),
        huis.opdracht("StelInbreukVast", **FEITEN),
        huis.opdracht("StelInbreukVast", **FEITEN),
    ]
    uit = huis.service.proef(None, lijst)
    assert [u.code if isinstance(u, Weigering) else [type(g).__name__ for g in u] for u in uit] == [
        ["DossierGeopend", "PersoonsgegevensVastgelegd"],
        ["InbreukVastgesteld"],
        "ZelfdeFeitReedsVastgesteld",
    ]
    assert huis.log.last_position() == 0
    dossier = huis.werk(None, *lijst[:2])[0]
    assert isinstance(dossier, Antwoord)
    assert huis.service.proef(dossier.dossier_id, lijst[1:2]) == [()], "it was done before"
    nieuw = huis.opdracht("StelInbreukVast", type="I02", datumFeit=FEIT)
    assert len(huis.service.proef(dossier.dossier_id, [nieuw])) == 1
    assert huis.log.last_position() == 3
    onbekend = huis.service.proef(uuid4(), lijst[1:2])[0]
    assert isinstance(onbekend, Weigering)
