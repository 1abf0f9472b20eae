"""Which day each event speaks of: the field, by class, and what it is in every life."""

from __future__ import annotations

import pytest

from handhaving.dossier.decider import GEBEURTENISSEN
from tests.dossier.rechtzetspel import LEVENS, laatste, speel, zet_recht

GELDIG_OP = {
    "AanmaningVerzonden": "verzonden_op",
    "AdresGewijzigd": "vanaf",
    "AfbetalingsplanToegekend": "toegekend_op",
    "AfbetalingsplanVerbroken": "verbroken_op",
    "AmbtshalveAfgevoerd": "op",
    "BeperkingOpgeheven": "op",
    "BeroepIngesteld": "ingesteld_op",
    "BeroepIngetrokken": "op",
    "BeroepstermijnGestart": "van",
    "BesluitHersteld": "op",
    "BetaaltermijnGestart": "van",
    "BetaalverzoekVerzonden": "verzonden_op",
    "BetalingGeboekt": "valutadatum",
    "BetalingGestorneerd": "op",
    "BetalingHersteld": "op",
    "BewindvoerderAangesteld": "vanaf",
    "BoeteVoorgesteld": "voorgesteld_op",
    "BoetebesluitBetekend": "verzonden_op",
    "BoetebesluitDefinitief": "definitief_op",
    "BoetebesluitGenomen": "genomen_op",
    "BoetebesluitIngetrokken": "ingetrokken_op",
    "CollectieveSchuldenregelingToelaatbaar": "toelaatbaar_op",
    "DeelnameGeregistreerd": "peildatum",
    "DossierGeopend": "geopend_op",
    "DossierGesloten": "gesloten_op",
    "DossierHeropend": "heropend_op",
    "DossierGesplitst": "vanaf",
    "DossiersSamengevoegd": "vanaf",
    "DringendeOverdrachtGoedgekeurd": "goedgekeurd_op",
    "GebeurtenisOvergenomen": "feit_op",
    "GebeurtenisRechtgezet": "op",
    "GeenGevolgBeslist": "beslist_op",
    "HerbekijkenGevraagd": "op",
    "HistorischFeitOvergenomen": "datum",
    "InbreukHersteld": "op",
    "InbreukIngeregeld": "op",
    "InbreukRechtgezet": "rechtgezet_op",
    "InbreukVastgesteld": "vastgesteld_op",
    "IngebrekestellingTotBetalingVerzonden": "verzonden_op",
    "IngebrekestellingVerzonden": "verzonden_op",
    "InregelstellingTeLaat": "op",
    "InregelstellingsperiodeGestart": "van",
    "InregelstellingsperiodeVerlengd": "verlengd_op",
    "InregelstellingsperiodeVerstreken": "verstreken_op",
    "InszGekoppeld": "vanaf",
    "InvorderingHervat": "vanaf",
    "InvorderingOpgeschort": "vanaf",
    "KostAangerekend": "op",
    "KwijtscheldingVerleend": "op",
    "OninbaarVerklaard": "op",
    "OntvangstVastgesteld": "ontvangen_op",
    "OvergemaaktAanABB": "overgemaakt_op",
    "OverlijdenGeregistreerd": "overleden_op",
    "OvermakingOngedaanGemaakt": "op",
    "PersoonHersteld": "vanaf",
    "PersoonsgegevensGewijzigd": "vanaf",
    "PersoonsgegevensGewist": "op",
    "PersoonsgegevensVastgelegd": "vanaf",
    "RegimeGewijzigd": "vanaf",
    "SamenvoegingOngedaanGemaakt": "vanaf",
    "StuitingZonderGevolg": "op",
    "StukHersteld": "op",
    "StukOnbestelbaar": "op",
    "StukVervallen": "op",
    "TaakAfgehandeld": "op",
    "TaakHeropend": "op",
    "TermijnGeschorst": "van",
    "TermijnHersteld": "op",
    "TermijnHervat": "van",
    "TermijnVerplaatst": "van",
    "TermijnVervallen": "op",
    "TerugbetalingVerricht": "op",
    "TeruggestuurdNaarAgentschap": "teruggestuurd_op",
    "TeveelBetaald": "op",
    "ToerekeningVastgesteld": "op",
    "UitgenodigdTotVerweer": "verzonden_op",
    "UitspraakGeregistreerd": "op",
    "UitstelBeeindigd": "tot",
    "UitstelHersteld": "op",
    "UitstelVerleend": "van",
    "UitstelVervallen": "op",
    "VerjaringGeschorst": "vanaf",
    "VerjaringGestuit": "op",
    "VerjaringHersteld": "op",
    "VerjaringHervat": "vanaf",
    "VerstrekkingGeregistreerd": "op",
    "VerstrekkingVervallen": "op",
    "VerstrijkenOngedaanGemaakt": "op",
    "VerweerOntvangen": "ontvangen_op",
    "VerweertermijnGestart": "van",
    "VerwerkingBeperkt": "vanaf",
    "VlabelBerichtGeregistreerd": "op",
    "VlabelOverdrachtBevestigd": "bevestigd_op",
    "VlabelOverdrachtGeweigerd": "geweigerd_op",
    "VlabelOverdrachtHersteld": "op",
    "VlabelOverdrachtTeruggeroepen": "teruggeroepen_op",
    "VlabelOverdrachtVerzonden": "verzonden_op",
    "VlabelOverdrachtVoorbereid": "voorbereid_op",
    "VlabelSaldoGemeld": "op",
    "VorderingGeboekt": "geboekt_op",
    "VorderingHeropend": "op",
    "VorderingHersteld": "op",
    "VorderingVerjaard": "verjaard_op",
    "VorderingVoldaan": "voldaan_op",
    "VrijstellingVerleend": "vanaf",
    "WissingVoorgesteld": "op",
}
"""By class: the field with its legal date."""


def test_given_the_events_then_each_names_its_legal_date() -> None:
    assert {n: klasse.geldig_veld for n, klasse in GEBEURTENISSEN.items()} == GELDIG_OP


@pytest.mark.parametrize("naam", LEVENS)
def test_given_a_life_then_every_event_of_it_is_valid_on_that_day(naam: str) -> None:
    for gebeurtenis, envelop in speel(naam).paren:
        soort = type(gebeurtenis).__name__
        assert gebeurtenis.geldig_op == envelop.geldig_op
        assert gebeurtenis.geldig_op == getattr(gebeurtenis, GELDIG_OP[soort])


def test_given_a_fact_put_right_then_what_restores_it_is_valid_on_its_day() -> None:
    spel = speel("OverlijdenGeregistreerd-na")
    paar = laatste(spel, "OverlijdenGeregistreerd")
    feiten = zet_recht(spel, paar).feiten
    assert {type(g).__name__ for g in feiten} >= {"PersoonHersteld", "InvorderingHervat"}
    assert {g.geldig_op for g in feiten} == {paar[0].geldig_op}
