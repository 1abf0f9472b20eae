"""The step of recidivism: by the order of the facts, and never over the same infringement."""

from __future__ import annotations

import pytest

from handhaving.dossier.recidive import na_de_val, stappen
from tests.dossier.spel import Spel, dag, doe, feit
from tests.dossier.test_enig import opnieuw_beslist, rechtgezet
from tests.dossier.trap import FEIT, MOTIEVEN, tot


def met_tweede_feit(op: str) -> Spel:
    """A fine over the first infringement; the second infringement waits for its decision."""
    return tot("beslist").met(
        doe("StelInbreukVast", "2024-08-12", type="I02", datumFeit=op),
        doe(
            "VerzendIngebrekestelling",
            inbreuk="I2",
            kanaal="afgifte",
            verzondenOp="2024-08-12",
            ontvangenOp="2024-08-12",
        ),
        doe("StelVerstrijkenVast", "2024-09-16", inbreuk="I2"),
        doe("MaakOverAanABB", inbreuk="I2"),
        doe(
            "NodigUitTotVerweer",
            inbreuk="I2",
            kanaal="afgifte",
            verzondenOp="2024-09-16",
            ontvangenOp="2024-09-16",
        ),
        doe("RegistreerVerweer", inbreuk="I2", verzondenOp="2024-09-16", ontvangenOp="2024-09-16"),
    )


BESLIS = doe("NeemBoetebesluit", inbreuk="I2", bedrag="300.00", **MOTIEVEN)
TREK_IN = doe("TrekBoetebesluitIn", besluit="B1", motivering="Fictief.")


@pytest.mark.parametrize(("op", "stap"), [("2024-02-01", 1), (FEIT, 2), ("2024-08-10", 2)])
def test_given_a_fine_over_another_fact_then_it_counts_if_that_fact_is_not_later(
    op: str, stap: int
) -> None:
    spel = met_tweede_feit(op)
    spel.wanneer("StelBoeteVoor", inbreuk="I2", bedrag="300.00", motivering="Fictief.").dan(
        feit("BoeteVoorgesteld", recidivestap=stap)
    )
    spel = spel.stap(BESLIS).dan(feit("BoetebesluitGenomen", recidivestap=stap))
    assert stappen(spel.dossier) == {"B1": 1, "B2": stap}
    gevallen = [v.betreft for v in na_de_val(spel.dossier, "B1", dag("2024-10-01"))]
    assert gevallen == (["B2"] if stap == 2 else [])
    soorten = [type(g).__name__ for g in spel.stap(TREK_IN).feiten]
    assert ("HerbekijkenGevraagd" in soorten) is (stap == 2)


def test_given_an_older_fact_decided_later_then_the_earlier_fine_keeps_its_step() -> None:
    spel = met_tweede_feit("2024-02-01").met(BESLIS)
    spel.wanneer("TrekBoetebesluitIn", besluit="B2", motivering="Fictief.").dan(
        "BoetebesluitIngetrokken"
    )


def test_given_two_decisions_over_one_infringement_then_neither_counts_the_other() -> None:
    dossier = rechtgezet(opnieuw_beslist()).dossier
    assert stappen(dossier) == {"B1": 1, "B2": 1}
    assert list(na_de_val(dossier, "B1", dag("2024-10-01"))) == []
