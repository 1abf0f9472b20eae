"""Waarop een weigering rust die geen recht van een dag meekreeg."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.recht.gronden import vaste_grond, vaste_gronden

if TYPE_CHECKING:
    from handhaving.recht import Recht


def test_elke_weigering_rust_op_wat_het_recht_erover_zegt(recht: Recht) -> None:
    assert dict(vaste_gronden()) == dict(recht.weigeringen)
    for naam, grond in recht.weigeringen.items():
        assert vaste_grond(naam) == (grond,) == recht.grondslag_van(naam)
        assert grond.regel == f"weigering.{naam}"


def test_een_weigering_die_niemand_kent_rust_nergens_op() -> None:
    assert vaste_grond("BestaatNiet") == ()
