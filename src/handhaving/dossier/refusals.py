"""De weigeringen. De naam is de code, de docstring de boodschap, `soort` haar plaats in de rij.

Accolades verwijzen naar de feiten die de weigering meedraagt.
"""

from __future__ import annotations

from handhaving.dossier.basis import Soort, Weigering
from handhaving.dossier.levensloop.weigeringen import (  # noqa: F401 - ze staan mee in de rij
    DeelnameBovenDrempel,
    DeelnameNietDefinitief,
    DossierHeeftOpenZaken,
    DossierIsGesloten,
    OnbekendUitstel,
    SchorsingOngewijzigd,
    UitstelDektDatum,
    VerlengingKorterDanTermijn,
)
from handhaving.dossier.privacy.weigeringen import (  # noqa: F401 - ze staan mee in de rij
    BewaartermijnLoopt,
    DoelNietToegelaten,
    DoelOntbreekt,
    NietBeperkt,
    OpenSchuld,
    PersoonIsGewist,
    VerwerkingIsBeperkt,
    VoorstellerBevestigtNiet,
)
from handhaving.dossier.sanctie.weigeringen import (  # noqa: F401 - ze staan mee in de rij
    AnderBesluitStaat,
    BedragWijktAfVanTabel,
    VaststellerBeslistNiet,
    VaststellerSteltNietVoor,
    VoorstellerBeslistNiet,
)
from handhaving.dossier.toewijzing.weigeringen import (  # noqa: F401 - ze staan mee in de rij
    DossierBestaatAl,
    DossierIsSamengevoegd,
    GebeurtenisBlijft,
    GevolgZonderOorzaak,
    InszHoortBijAnderDossier,
    NietsTeSplitsen,
    SamenvoegingGaatGeheelTerug,
    ZelfdeDossier,
)
from handhaving.dossier.vordering.weigeringen import (  # noqa: F401 - ze staan mee in de rij
    AfbetalingsplanLoopt,
    AfbetalingsplanOngeldig,
    AflossingNietGemist,
    BetalingOnbekend,
    BewijsOntbreekt,
    InvorderingIsOpgeschort,
    KwijtscheldingTeHoog,
    NietVerjaard,
    OnvoldoendeAanmaningen,
    SchorsingsgrondOnbekend,
    TerugbetalingTeHoog,
    TweedeGoedkeuringOntbreekt,
    VerjaringIsGeschorst,
    VerjaringTeDichtbij,
    VraagNietAanDeOrde,
)


class OngeldigeGegevens(Weigering):
    """De gegevens van de opdracht zijn niet bruikbaar: {velden}."""

    soort = Soort.VORM


class InszOngeldig(Weigering):
    """Het INSZ is geen geldig rijksregister- of BIS-nummer."""

    soort = Soort.VORM


class OnbekendeOpdracht(Weigering):
    """Er bestaat geen opdracht met de naam {naam}."""

    soort = Soort.VORM


class GeenBevoegdheid(Weigering):
    """De rol {rol} mag {opdracht} niet; dat mag {toegelaten}."""

    soort = Soort.BEVOEGDHEID


class GeenAgentschap(GeenBevoegdheid):
    """{organisatie} stelt geen inbreuken vast; dat doen {toegelaten}."""

    @property
    def code(self) -> str:
        """Op de draad een gewone `GeenBevoegdheid`."""
        return "GeenBevoegdheid"


class InbreukVanAnderAgentschap(GeenBevoegdheid):
    """Een ander agentschap stelde inbreuk {inbreuk} vast; alleen dat mag verder handelen."""

    @property
    def code(self) -> str:
        """Op de draad een gewone `GeenBevoegdheid`."""
        return "GeenBevoegdheid"


class AndereOverheidBevoegd(Weigering):
    """Voor inbreuk {inbreuk} is {bevoegd} bevoegd, niet ABB."""

    soort = Soort.BEVOEGDHEID


class OpdrachtReedsGebruikt(Weigering):
    """Deze opdrachtId werd al gebruikt met andere inhoud of door iemand anders."""

    soort = Soort.VORM


class OnbekendDossier(Weigering):
    """Er is geen dossier {dossier}."""

    soort = Soort.BESTAAN


class OnbekendeInbreuk(Weigering):
    """Het dossier heeft geen inbreuk {inbreuk}."""

    soort = Soort.BESTAAN


class OnbekendBesluit(Weigering):
    """Het dossier heeft geen besluit {besluit}."""

    soort = Soort.BESTAAN


class OnbekendeVordering(Weigering):
    """Het dossier heeft geen vordering {vordering}."""

    soort = Soort.BESTAAN


class OnbekendeOverdracht(Weigering):
    """Het dossier heeft geen overdracht {overdracht}."""

    soort = Soort.BESTAAN


class OnbekendeTaak(Weigering):
    """Het dossier heeft geen open taak {taak}."""

    soort = Soort.BESTAAN


class StukOnbekend(Weigering):
    """Het dossier heeft geen stuk {stuk}."""

    soort = Soort.BESTAAN


class SleutelReedsGebruikt(Weigering):
    """De sleutel {sleutel} is in dit dossier al gebruikt; kies een andere of laat hem weg."""

    soort = Soort.BESTAAN


class VaststellenKanHierNiet(Weigering):
    """Dit kan in dit dossier niet; waarom, verneemt wie er een deel in heeft."""

    soort = Soort.BESTAAN


class ZelfdeFeitReedsVastgesteld(Weigering):
    """Hetzelfde feit ({type} op {datumFeit}) staat al in het dossier als inbreuk {inbreuk}."""

    soort = Soort.BESTAAN


class BankreferentieElders(Weigering):
    """De bankreferentie is al geboekt, op {geboektOp}."""

    soort = Soort.BESTAAN


class FaseLaatDitNietToe(Weigering):
    """{betreft} is in fase {fase}; {opdracht} kan alleen in {toegelaten}."""

    soort = Soort.FASE


class InbreukReedsAfgesloten(Weigering):
    """Inbreuk {inbreuk} is al afgesloten ({fase})."""

    soort = Soort.FASE


class InbreukIngeregeldOpTijd(Weigering):
    """Inbreuk {inbreuk} werd op {ingeregeldOp} op tijd in regel gesteld; een boete kan niet."""

    soort = Soort.FASE


class TaakOpen(Weigering):
    """Eerst moet iemand taak {taak} ({taaksoort}) bij {betreft} afhandelen."""

    soort = Soort.FASE
    uitweg = ("HandelTaakAf",)


class BesluitNietBetekend(Weigering):
    """Besluit {besluit} is nog niet betekend."""

    soort = Soort.FASE
    uitweg = ("BetekenBoetebesluit",)


class GeenBeroepHangende(Weigering):
    """Tegen besluit {besluit} hangt geen beroep."""

    soort = Soort.FASE


class BesluitNietDefinitief(Weigering):
    """Besluit {besluit} is niet definitief; de vordering kan nog niet worden overgedragen."""

    soort = Soort.FASE


class BeroepHangende(Weigering):
    """Tegen besluit {besluit} hangt een beroep, ingesteld op {ingesteldOp}."""

    soort = Soort.FASE
    uitweg = ("RegistreerUitspraak", "TrekBeroepIn")


class VorderingVerjaard(Weigering):
    """Vordering {vordering} is verjaard op {datum}."""

    soort = Soort.FASE


class VorderingVoldaan(Weigering):
    """Vordering {vordering} is volledig betaald."""

    soort = Soort.FASE


class PersoonNietVerplicht(Weigering):
    """De persoon was op {datumFeit} niet verplicht ({reden})."""

    soort = Soort.PERSOON
    uitweg = ("WijzigPersoonsgegevens",)


class MinderjarigOpDatumFeit(Weigering):
    """De persoon was op {datumFeit} minderjarig."""

    soort = Soort.PERSOON
    uitweg = ("WijzigPersoonsgegevens",)


class PersoonOverleden(Weigering):
    """De persoon is overleden; er kan geen boete meer volgen."""

    soort = Soort.PERSOON


class RegimeNietVlaanderen(Weigering):
    """Het dossier valt onder het regime {regime}; ABB beslist alleen in het Vlaamse regime."""

    soort = Soort.PERSOON
    uitweg = ("VerhuisNaarRegime",)


class AdresOnbekend(Weigering):
    """Er is geen adres bekend waarnaar de brief kan."""

    soort = Soort.PERSOON
    uitweg = ("RegistreerNieuwAdres", "WijzigPersoonsgegevens")


class BewindvoerderNietBetekend(Weigering):
    """De persoon heeft een bewindvoerder; de brief moet ook daarheen (ookAanBewindvoerder)."""

    soort = Soort.PERSOON


class TermijnLoopt(Weigering):
    """De inregelstellingsperiode van {inbreuk} loopt nog, tot en met {laatsteDagBurger}."""

    soort = Soort.TERMIJN


class VerweertermijnLoopt(Weigering):
    """De verweertermijn van {inbreuk} loopt nog, tot {laatsteDagBurger}, en er is geen verweer."""

    soort = Soort.TERMIJN
    uitweg = ("RegistreerVerweer",)


class BeroepstermijnLoopt(Weigering):
    """De beroepstermijn van {besluit} loopt nog, tot en met {laatsteDagBurger}."""

    soort = Soort.TERMIJN


class BeslissingsbevoegdheidVerjaard(Weigering):
    """Over inbreuk {inbreuk} kon beslist worden tot en met {laatsteDag}."""

    soort = Soort.TERMIJN


class VervaldagNietVerstreken(Weigering):
    """De betaaltermijn van {vordering} is niet verstreken (laatste dag {laatsteDagBurger})."""

    soort = Soort.TERMIJN


class PeriodeOngeldig(Weigering):
    """De periode van {van} tot en met {tot} kan niet: {reden}."""

    soort = Soort.VELD


class InbreuktypeNietVanKracht(Weigering):
    """Inbreuktype {type} gold niet op {datumFeit} ({reden})."""

    soort = Soort.VELD


class VerplichteVermeldingOntbreekt(Weigering):
    """De ingebrekestelling mist een verplichte vermelding: {vermelding}."""

    soort = Soort.VELD
    uitweg = ("WijzigPersoonsgegevens",)


class GegevenOntbreekt(Weigering):
    """Een gegeven ontbreekt: {gegeven}."""

    soort = Soort.VELD
    uitweg = ("WijzigPersoonsgegevens",)


class KanaalNietToegelaten(Weigering):
    """{kanaal} is voor {opdracht} geen toegelaten kanaal; wel: {toegelaten}."""

    soort = Soort.VELD


class BedragBuitenBoetevork(Weigering):
    """Het bedrag {bedrag} ligt buiten de boetevork van {minimum} tot {maximum}."""

    soort = Soort.VELD


class MotiveringOntbreekt(Weigering):
    """De beslissing moet in de akte zelf gemotiveerd zijn; leeg: {veld}."""

    soort = Soort.VELD


class BetalingVoorBesluit(Weigering):
    """De betaling draagt een datum ({valutadatum}) vóór het besluit ({genomenOp})."""

    soort = Soort.VELD


class RentevoetOntbreekt(Weigering):
    """De wettelijke rentevoet is maar bekend tot {bekendTot}; een bindend bedrag kan niet."""

    soort = Soort.VELD


class DatumOnmogelijk(Weigering):
    """Het veld `{veld}` ({datum}) kan niet vóór `{voorganger}` ({datumVoorganger}) liggen."""

    soort = Soort.VELD


class DatumInDeToekomst(Weigering):
    """Het veld `{veld}` ligt in de toekomst ({datum}); vandaag is het {vandaag}."""

    soort = Soort.VELD


class RechtswaardeOntbreekt(Weigering):
    """De wet geeft voor deze dag geen waarde: {gat}."""

    soort = Soort.VELD
