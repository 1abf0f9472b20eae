"""How a last day was found: in whose reading, from when to when, and by which rule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handhaving.recht import Cent, Kanaal

if TYPE_CHECKING:
    from handhaving.recht import Recht
    from handhaving.recht.stappen import Stap

VERZONDEN, VERMOED = date(2026, 4, 2), date(2026, 4, 8)
VERLENGING = "rekenregel.raadVanState.verlenging"


def rij(stap: Stap) -> tuple[object, ...]:
    regel = None if stap.grondslag is None else stap.grondslag.regel
    return (stap.lezing, stap.daad, stap.van, stap.tot, regel, stap.uitleg)


def test_given_a_presumed_receipt_then_the_two_readings_part_from_the_presumed_day(
    recht: Recht,
) -> None:
    termijn = recht.termijn("beroep", verzonden=VERZONDEN, kanaal=Kanaal.AANGETEKEND)
    assert termijn is not None
    assert [rij(stap) for stap in termijn.stappen] == [
        (
            "beide",
            "begin",
            VERZONDEN,
            VERZONDEN,
            "ontvangst.aangetekend",
            "donderdag 02/04/2026: verzonden zonder bewijs van ontvangst",
        ),
        (
            "beide",
            "werkdagen",
            VERZONDEN,
            VERMOED,
            "ontvangst.vermoeden.werkdagen",
            "vermoed ontvangen op werkdag 3 na de verzending: woensdag 08/04/2026",
        ),
        (
            "burger",
            "begin",
            VERMOED,
            VERMOED,
            "ontvangst.vermoeden.dag.burger",
            "de vermoede dag is dag 0; tellen begint na woensdag 08/04/2026",
        ),
        (
            "overheid",
            "begin",
            VERMOED,
            date(2026, 4, 7),
            "ontvangst.vermoeden.dag.overheid",
            "de vermoede dag is dag 1; tellen begint na dinsdag 07/04/2026",
        ),
        (
            "burger",
            "tel",
            VERMOED,
            date(2026, 6, 7),
            "beroep.termijn",
            "tel 60 kalenderdagen vanaf de dag na woensdag 08/04/2026: zondag 07/06/2026",
        ),
        (
            "burger",
            "verleng",
            date(2026, 6, 7),
            date(2026, 6, 8),
            f"{VERLENGING}.burger",
            "laatste dag (burger): maandag 08/06/2026; verschoven over 07/06 zondag",
        ),
        (
            "overheid",
            "tel",
            date(2026, 4, 7),
            date(2026, 6, 6),
            "beroep.termijn",
            "tel 60 kalenderdagen vanaf de dag na dinsdag 07/04/2026: zaterdag 06/06/2026",
        ),
        (
            "overheid",
            "verleng",
            date(2026, 6, 6),
            date(2026, 6, 6),
            f"{VERLENGING}.overheid",
            "laatste dag (overheid), nooit verschoven: zaterdag 06/06/2026",
        ),
    ]
    geteld = termijn.stappen[1]
    assert (geteld.aantal, geteld.eenheid) == (3, "werkdagen")
    overgeslagen = [o.dag for o in geteld.overgeslagen]
    assert overgeslagen == [date(2026, 4, 4), date(2026, 4, 5), date(2026, 4, 6)]
    assert [o.dag for o in termijn.stappen[5].overgeslagen] == [date(2026, 6, 7)]


@pytest.mark.parametrize("kanaal", list(Kanaal))
def test_given_a_receipt_then_the_term_begins_for_both_on_that_day_by_the_rule_of_its_channel(
    recht: Recht, kanaal: Kanaal
) -> None:
    ontvangen = date(2026, 4, 3)
    termijn = recht.termijn("beroep", ontvangen=ontvangen, kanaal=kanaal)
    assert termijn is not None
    assert rij(termijn.stappen[0]) == (
        "beide",
        "begin",
        ontvangen,
        ontvangen,
        f"ontvangst.{kanaal.value}",
        "vrijdag 03/04/2026: ontvangen of aangeboden; die dag telt niet mee",
    )
    per_lezing = {
        lezing: [s for s in termijn.stappen if s.lezing == lezing]
        for lezing in ("burger", "overheid")
    }
    assert [s.daad for s in per_lezing["burger"]] == ["tel", "verleng"]
    assert [s.daad for s in per_lezing["overheid"]] == ["tel", "verleng"]
    assert per_lezing["burger"][-1].tot == termijn.laatste_dag_burger
    assert per_lezing["overheid"][-1].tot == termijn.laatste_dag_overheid


def test_given_interest_over_two_years_then_it_rests_on_the_rate_of_each(recht: Recht) -> None:
    intrest = recht.intrest(Cent(25000), date(2024, 12, 1), date(2025, 2, 1))
    rust_op = [(g.regel, g.versie) for g in intrest.grondslag]
    assert rust_op == [
        ("intrest.dagtelling", "2000-01-01"),
        ("intrest.voet", "2024-01-01"),
        ("intrest.voet", "2025-01-01"),
    ]
    assert [(d.jaar, d.van, d.tot, d.dagen) for d in intrest.per_jaar] == [
        (2024, date(2024, 12, 1), date(2025, 1, 1), 31),
        (2025, date(2025, 1, 1), date(2025, 2, 1), 31),
    ]


def test_given_a_prescription_that_ends_on_a_saturday_then_the_last_safe_day_lies_before(
    recht: Recht,
) -> None:
    verjaring = recht.verjaring(date(2024, 8, 4))
    assert [rij(stap) for stap in verjaring.stappen] == [
        (
            "overheid",
            "tel",
            date(2024, 8, 4),
            date(2029, 8, 4),
            "verjaring.termijn",
            "5 jaar vanaf de dag na zondag 04/08/2024: zaterdag 04/08/2029",
        ),
        (
            "overheid",
            "terug",
            date(2029, 8, 4),
            date(2029, 8, 3),
            None,
            "laatste veilige dag: vrijdag 03/08/2029; een verjaring wordt nooit verlengd",
        ),
    ]
