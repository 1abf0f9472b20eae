"""What mutation testing found nobody watched: edges of prescription and of the eBox."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.recht import Schorsing, Stuiting, Stuitingsdaad

if TYPE_CHECKING:
    from handhaving.recht import Recht

VAN = date(2021, 3, 15)
EINDE = date(2026, 3, 15)
GROND = "beroep"
BEVEL = Stuitingsdaad.BEVEL_TOT_BETALING


def test_given_an_act_on_the_very_day_it_begins_then_it_interrupts(recht: Recht) -> None:
    uitkomst = recht.verjaring(VAN, [Stuiting(BEVEL, VAN)])
    assert uitkomst.stuitingen[0].werkt
    ervoor = recht.verjaring(VAN, [Stuiting(BEVEL, date(2021, 3, 14))])
    assert ervoor.stuitingen[0].reden_code == "voorAanvang"


def test_given_a_suspension_that_is_over_when_acted_too_late_then_without_effect(
    recht: Recht,
) -> None:
    dicht = [Schorsing(GROND, date(2022, 1, 1), date(2022, 1, 11))]
    laatste = recht.verjaring(VAN, [], dicht).datum
    assert laatste == date(2026, 3, 25)
    te_laat = recht.verjaring(VAN, [Stuiting(BEVEL, date(2026, 3, 26))], dicht)
    assert te_laat.stuitingen[0].reden_code == "reedsVerjaard"


def test_given_a_suspension_from_the_last_day_then_it_still_moves_the_end(recht: Recht) -> None:
    op_de_laatste = recht.verjaring(VAN, [], [Schorsing(GROND, EINDE, date(2026, 3, 25))])
    assert op_de_laatste.datum == date(2026, 3, 25)
    erna = recht.verjaring(VAN, [], [Schorsing(GROND, date(2026, 3, 16), date(2026, 3, 25))])
    assert erna.datum == EINDE


def test_given_a_suspension_of_before_then_a_later_one_counts_all_the_same(recht: Recht) -> None:
    schorsingen = [
        Schorsing(GROND, date(2020, 1, 1), date(2020, 2, 1)),
        Schorsing(GROND, date(2022, 1, 1), date(2022, 1, 11)),
    ]
    assert recht.verjaring(VAN, [], schorsingen).datum == date(2026, 3, 25)


def test_given_suspensions_that_touch_then_it_stands_still_since_the_first(recht: Recht) -> None:
    schorsingen = [
        Schorsing(GROND, date(2022, 1, 1), date(2022, 2, 1)),
        Schorsing("wettelijk", date(2022, 2, 1)),
    ]
    assert recht.verjaring(VAN, [], schorsingen).geschorst_sinds == date(2022, 1, 1)


def test_given_a_prescription_then_each_step_says_what_it_did_and_why(recht: Recht) -> None:
    uitkomst = recht.verjaring(
        VAN,
        [
            Stuiting(Stuitingsdaad.AANMANING, date(2022, 5, 2)),
            Stuiting(BEVEL, date(2023, 6, 1)),
            Stuiting(Stuitingsdaad.AANMANING_ART_2244, date(2028, 5, 2)),
        ],
        [Schorsing(GROND, date(2024, 1, 1), date(2024, 1, 11))],
    )
    stappen = [(s.daad, s.van, s.tot) for s in uitkomst.stappen]
    assert stappen[:2] == [("tel", VAN, EINDE), ("schorsing", EINDE, date(2026, 3, 25))]
    assert ("gevolg", date(2026, 3, 25), date(2026, 3, 25)) in stappen
    assert ("tel", date(2023, 6, 1), date(2028, 6, 1)) in stappen
    assert ("gevolg", date(2028, 6, 11), date(2029, 5, 2)) in stappen
    assert {s.lezing for s in uitkomst.stappen} == {"overheid"}
    zinnen = " / ".join(s.uitleg for s in uitkomst.stappen)
    for deel in (
        "5 jaar vanaf de dag na maandag 15/03/2021: zondag 15/03/2026",
        "zonder gevolg: deze daad stuit de verjaring niet",
        "10 dagen later",
        "nog 1 jaar, tot",
        "wordt nooit verlengd",
    ):
        assert deel in zinnen, zinnen
    gegrond = [s for s in uitkomst.stappen if s.daad in {"tel", "gevolg"}]
    assert all(s.grondslag is not None for s in gegrond)


def test_given_an_ebox_message_then_its_three_days_are_kept_and_a_tie_is_disputed(
    recht: Recht,
) -> None:
    verzonden, geopend = date(2026, 6, 3), date(2026, 6, 9)
    dagen = recht.ebox(verzonden, geopend, geopend)
    assert (dagen.verzonden, dagen.geopend) == (verzonden, geopend)
    assert dagen.toestemming_ingetrokken == geopend
    assert dagen.betwist
    assert not recht.ebox(verzonden, geopend, date(2026, 6, 10)).betwist
