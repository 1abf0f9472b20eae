"""Which organisation is which agency: dated, strict, and nothing for a code that is not there."""

from __future__ import annotations

from datetime import date

import pytest

from handhaving.recht import Recht, RechtsbestandFout
from handhaving.recht.organisaties import DIENSTEN, lees_organisaties
from handhaving.recht.parameters import Bron

BRONNEN = {"wo": Bron("wo", "WO", "Register", None)}
ITEM = """\
    - is: {is_}
      van: {van}
      {tot}grondslag: {{akte: wo, artikel: code}}
      status: te_verifieren
      nagekeken_op: 2026-11-28
"""


def bestand(*items: str) -> bytes:
    return ("organisaties:\n  OVO000001:\n" + "".join(items)).encode()


def item(is_: str, van: str, tot: str | None = None) -> str:
    return ITEM.format(is_=is_, van=van, tot=f"tot_en_met: {tot}\n      " if tot else "")


def test_given_the_table_then_every_service_has_a_code_and_all_must_be_verified() -> None:
    organisaties = Recht.laad().organisaties
    dag = date(2026, 11, 28)
    for dienst in DIENSTEN:
        ovo = organisaties.ovo(dienst, dag)
        assert ovo is not None
        assert organisaties.dienst(ovo, dag) == dienst
    assert {o.geldig.grondslag.status for o in organisaties} == {"te_verifieren"}
    assert organisaties.dienst("OVO999999", dag) is None
    assert organisaties.dienst("OVO002949", date(2000, 1, 1)) is None


def test_given_a_code_that_changed_hands_then_one_day_to_each_side() -> None:
    tabel = lees_organisaties(
        "o.yaml",
        bestand(item("Atlas", "2020-01-01", "2023-12-31"), item("AgII", "2024-01-01")),
        BRONNEN,
    )
    assert tabel.dienst("OVO000001", date(2023, 12, 31)) == "Atlas"
    assert tabel.dienst("OVO000001", date(2024, 1, 1)) == "AgII"
    assert tabel.ovo("Atlas", date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    "inhoud",
    [
        bestand(item("Nergens", "2020-01-01")),
        bestand(item("Atlas", "2020-01-01"), item("AgII", "2024-01-01")),
        bestand(item("Atlas", "2020-01-01", "2022-12-31"), item("AgII", "2024-01-01")),
        b"organisaties: {}\nanders: 1\n",
    ],
)
def test_given_a_table_that_cannot_be_then_it_is_named(inhoud: bytes) -> None:
    with pytest.raises(RechtsbestandFout, match=r"o\.yaml"):
        lees_organisaties("o.yaml", inhoud, BRONNEN)
