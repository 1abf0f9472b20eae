"""Het recht als één voorwerp: alle gedateerde waarden, één keer gelezen en gekeurd.

`Recht` vraagt nooit naar de dag van vandaag: wie iets wil weten, noemt de dag.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from handhaving.recht.geheugen import onthoud
from handhaving.recht.inbreuktypes import (
    Boetevork,
    geldend,
    lees_boetetabellen,
    lees_inbreuktypes,
    lees_kbi,
    met_vork,
    regime,
)
from handhaving.recht.intrest import intrest
from handhaving.recht.kalender import lees_kalender
from handhaving.recht.kanalen import ebox
from handhaving.recht.lezen import lees_bronnen, lees_gronden, lees_parameters
from handhaving.recht.nazicht import lees_vragen
from handhaving.recht.organisaties import lees_organisaties
from handhaving.recht.parameters import Soort
from handhaving.recht.schorsing import na_schorsing, verleng
from handhaving.recht.tellen import tel_op
from handhaving.recht.termijnen import OnbekendeTermijn, Rekening, bereken, lees_termijnen
from handhaving.recht.toerekening import afbetalingsplan, reken_toe
from handhaving.recht.vereist import keur_vereiste
from handhaving.recht.verjaring import verjaring
from handhaving.recht.waarden import Waarden
from handhaving.recht.yamllezer import RechtsbestandFout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from importlib.resources.abc import Traversable

    from handhaving.recht.bedragen import Cent
    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.inbreuktypes import Boetetabel, Inbreuktype, Kbi, Typeversie
    from handhaving.recht.intrest import Intrest
    from handhaving.recht.kalender import Kalender
    from handhaving.recht.kanalen import EboxDagen, Kanaal
    from handhaving.recht.organisaties import Organisaties
    from handhaving.recht.parameters import Bron, Waarde
    from handhaving.recht.schorsing import NaSchorsing
    from handhaving.recht.termijnen import Termijn, Termijnsoort
    from handhaving.recht.toerekening import Aflossing, Toerekening
    from handhaving.recht.verjaring import Schorsing, Stuiting, Verjaring


BESTANDEN = (
    "bronnen.yaml",
    "feestdagen.yaml",
    "termijnen.yaml",
    "inbreuktypes.yaml",
    "boetetabel.yaml",
    "kbi.yaml",
    "organisaties.yaml",
    "vragen.yaml",
    "weigeringen.yaml",
    "herbekijken.yaml",
    "verwerking.yaml",
)


@dataclass(frozen=True, slots=True)
class Beslissingstermijn:
    """Tot wanneer na het feit nog een boete kan worden opgelegd, en vanaf wanneer gewaarschuwd."""

    waarschuwing: date
    laatste_dag: date
    grondslag: tuple[Grondslag, ...]


@dataclass(frozen=True, slots=True)
class Tabelbedrag:
    """Het bedrag dat de boetetabel noemt, en waar het staat."""

    bedrag: Cent
    grondslag: Grondslag


def _lees_map(map_: Traversable) -> tuple[dict[str, bytes], list[tuple[str, bytes]]]:
    """De losse bestanden op naam, en de parameterbestanden op volgorde van naam."""
    los: dict[str, bytes] = {}
    for naam in BESTANDEN:
        bestand = map_.joinpath(naam)
        if not bestand.is_file():
            raise RechtsbestandFout(naam, 1, "het bestand ontbreekt")
        los[naam] = bestand.read_bytes()
    parameters = map_.joinpath("parameters")
    kinderen = parameters.iterdir() if parameters.is_dir() else ()
    return los, sorted((k.name, k.read_bytes()) for k in kinderen if k.name.endswith(".yaml"))


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Recht(Waarden):
    """De wet zoals de bestanden ze zeggen. `versie` is de afdruk van alle bestanden samen.

    Wat bij elke opdracht gevraagd wordt, onthoudt zijn antwoorden (`geheugen`).
    """

    versie: str
    kalender: Kalender
    bronnen: Mapping[str, Bron]
    termijnsoorten: Mapping[str, Termijnsoort]
    types: Mapping[str, tuple[Typeversie, ...]]
    boetetabellen: tuple[Boetetabel, ...]
    kbi: Kbi
    organisaties: Organisaties
    vragen: tuple[str, ...]
    weigeringen: Mapping[str, Grondslag]
    herbekijken: Mapping[str, Grondslag]
    verwerking: Mapping[str, Grondslag]
    """Het register van de verwerking: `verantwoordelijke.…`, `doel.…` en `ontvanger.…`."""

    def __repr__(self) -> str:
        """Kort: de afdruk zegt welk recht het is."""
        return f"Recht({self.versie[:12]})"

    @classmethod
    def laad(cls) -> Recht:
        """Lees het recht dat met dit pakket meekomt. Fout: RechtsbestandFout."""
        return cls.uit_map(resources.files("handhaving.recht"))

    @classmethod
    def uit_map(cls, map_: Traversable) -> Recht:
        """Lees het recht uit een map met dezelfde bestanden. Fout: RechtsbestandFout."""
        los, parameterbestanden = _lees_map(map_)
        bronnen = lees_bronnen("bronnen.yaml", los["bronnen.yaml"])
        parameters = lees_parameters(
            [(f"parameters/{naam}", inhoud) for naam, inhoud in parameterbestanden], bronnen
        )
        keur_vereiste(parameters)
        types = lees_inbreuktypes(
            "inbreuktypes.yaml",
            los["inbreuktypes.yaml"],
            bronnen,
            [p.naam for p in parameters if p.soort is Soort.GETAL],
        )
        afdruk = hashlib.sha256()
        for naam, inhoud in [*sorted(los.items()), *parameterbestanden]:
            afdruk.update(f"{naam} {len(inhoud)}\n".encode())
            afdruk.update(inhoud)
        return cls(
            versie=afdruk.hexdigest(),
            parameters=parameters,
            kalender=lees_kalender("feestdagen.yaml", los["feestdagen.yaml"], bronnen, parameters),
            bronnen=bronnen,
            termijnsoorten=lees_termijnen("termijnen.yaml", los["termijnen.yaml"], parameters),
            types=types,
            boetetabellen=lees_boetetabellen(
                "boetetabel.yaml", los["boetetabel.yaml"], bronnen, types
            ),
            kbi=lees_kbi("kbi.yaml", los["kbi.yaml"], bronnen, types),
            organisaties=lees_organisaties("organisaties.yaml", los["organisaties.yaml"], bronnen),
            vragen=lees_vragen("vragen.yaml", los["vragen.yaml"]),
            weigeringen=lees_gronden(
                "weigeringen.yaml", los["weigeringen.yaml"], bronnen, "weigering"
            ),
            herbekijken=lees_gronden(
                "herbekijken.yaml", los["herbekijken.yaml"], bronnen, "herbekijken"
            ),
            verwerking=lees_gronden(
                "verwerking.yaml", los["verwerking.yaml"], bronnen, "verwerking"
            ),
        )

    def grondslag_van(self, weigering: str) -> tuple[Grondslag, ...]:
        """Waarop een weigering rust, naar haar naam; leeg als ze geen rechtsregel uitdrukt."""
        gevonden = self.weigeringen.get(weigering)
        return () if gevonden is None else (gevonden,)

    def grondslag_van_vraag(self, soort: str) -> tuple[Grondslag, ...]:
        """Waarom iets vanzelf aan een mens gevraagd wordt, naar de soort van de vraag."""
        gevonden = self.herbekijken.get(soort)
        return () if gevonden is None else (gevonden,)

    # ---- termijnen -----------------------------------------------------------------------------

    @onthoud
    def termijn(
        self,
        naam: str,
        *,
        ontvangen: date | None = None,
        verzonden: date | None = None,
        kanaal: Kanaal | None = None,
        op: date | None = None,
    ) -> Termijn | None:
        """De termijn in beide lezingen, of None als hij nog niet loopt.

        `op` is de dag waarvan de wet geldt (anders: de dag van de handeling). Fouten:
        OnbekendeTermijn, KanaalOntbreekt, ParameterOntbreekt, KalenderOntbreekt.
        """
        soort = self.termijnsoort(naam)
        dag = op or verzonden or ontvangen
        if dag is None:
            msg = f"termijn '{naam}': geef de dag van ontvangst of van verzending"
            raise ValueError(msg)
        return bereken(
            soort, self._rekening(dag), ontvangen=ontvangen, verzonden=verzonden, kanaal=kanaal
        )

    def termijnsoort(self, naam: str) -> Termijnsoort:
        """De omschrijving van een termijn. Fout: OnbekendeTermijn."""
        soort = self.termijnsoorten.get(naam)
        if soort is None:
            raise OnbekendeTermijn(naam, tuple(self.termijnsoorten))
        return soort

    def na_schorsing(
        self, termijn: Termijn, *, van: date, tot: date, op: date | None = None
    ) -> NaSchorsing:
        """Een termijn die stilstond van `van` tot en met `tot`: hervat, herstart, en de keuze."""
        soort = self.termijnsoort(termijn.naam)
        return na_schorsing(soort, self._rekening(op or van), termijn, van=van, tot=tot)

    def verleng(self, termijn: Termijn, tot: date, *, op: date | None = None) -> Termijn:
        """Een termijn verlengd tot en met `tot`. Fout: VerlengingTeKort."""
        soort = self.termijnsoort(termijn.naam)
        return verleng(soort, self._rekening(op or termijn.van), termijn, tot)

    def ebox(
        self,
        verzonden: date,
        geopend: date | None = None,
        toestemming_ingetrokken: date | None = None,
    ) -> EboxDagen:
        """De drie dagen van een eBox-bericht en welke in welke lezing telt."""
        return ebox(
            verzonden, geopend, toestemming_ingetrokken, parameters=self.parameters, op=verzonden
        )

    def werkdagen_na(self, dag: date, aantal: int) -> date:
        """De zoveelste werkdag na `dag`, die zelf niet telt. Fout: KalenderOntbreekt."""
        return self.kalender.werkdagen_na(dag, aantal)[0]

    @onthoud
    def beslissingstermijn(self, feit: date) -> Beslissingstermijn:
        """Tot wanneer na het feit nog beslist kan worden: een termijn tegen de overheid."""
        self.kalender.eis(feit)
        waarschuwing = self.getal("besluit.waarschuwing", feit)
        einde = self.getal("besluit.verjaring", feit)
        return Beslissingstermijn(
            waarschuwing=tel_op(feit, waarschuwing.waarde, waarschuwing.eenheid),
            laatste_dag=tel_op(feit, einde.waarde, einde.eenheid),
            grondslag=(einde.grondslag, waarschuwing.grondslag),
        )

    # ---- inbreuken en boetes -------------------------------------------------------------------

    @onthoud
    def inbreuktype(
        self, code: str, op: date, *, plicht_ontstaan_op: date | None = None
    ) -> Inbreuktype | None:
        """Het type zoals het op die dag geldt, of None als het dan niet van kracht is.

        Is bekend wanneer de plicht ontstond, dan moet het type ook onder die regeling bestaan.
        """
        versie = geldend(self.types.get(code, ()), op)
        soort = met_vork(versie, self.parameters, op) if versie else None
        return soort if soort and soort.geldt_voor_plicht(plicht_ontstaan_op) else None

    def deelnamedrempel(self, code: str, op: date) -> Waarde[int] | None:
        """De deelname (procent) vanaf waar dit type geen inbreuk is; None waar het er geen kent."""
        versie = geldend(self.types.get(code, ()), op)
        return None if versie is None or versie.drempel is None else self.getal(versie.drempel, op)

    def regime(self, plicht_ontstaan_op: date) -> tuple[str, Grondslag]:
        """`oud` of `nieuw`, naar de dag waarop de plicht ontstond."""
        grens = self.datum("regime.grens", plicht_ontstaan_op)
        return regime(plicht_ontstaan_op, grens.waarde), grens.grondslag

    @onthoud
    def boetevork(self, code: str, *, feit: date, besluit: date) -> Boetevork | None:
        """De boetevork van de dag van het feit, of die van het besluit als die milder is."""
        toen, nu = self.inbreuktype(code, feit), self.inbreuktype(code, besluit)
        if toen is None or nu is None or not self._milder_gaat_voor(besluit):
            return toen.boetevork if toen else None
        oud, nieuw = toen.boetevork, nu.boetevork
        milder = (nieuw.maximum, nieuw.minimum) < (oud.maximum, oud.minimum)
        return nieuw if milder else oud

    def boetetabel(self, code: str, stap: int, *, feit: date, besluit: date) -> Tabelbedrag | None:
        """Het bedrag van de boetetabel bij de zoveelste inbreuk, of None zonder tabel."""
        toen = self._tabelbedrag(code, stap, feit)
        if not self._milder_gaat_voor(besluit):
            return toen
        nu = self._tabelbedrag(code, stap, besluit)
        if toen is None or nu is None:
            return toen
        return nu if nu.bedrag < toen.bedrag else toen

    def kbi_type(self, code: str, schema: str, op: date) -> str | None:
        """Het inbreuktype bij een code van KBI, of None: in quarantaine."""
        koppeling = self.kbi.koppeling(code, schema, op)
        return koppeling.type if koppeling else None

    def kbi_overheid(self, code: str, schema: str) -> str | None:
        """De sanctionerende overheid bij een code van KBI, of None: in quarantaine."""
        return self.kbi.overheden.get((schema, code))

    # ---- geld en verjaring ---------------------------------------------------------------------

    def verjaring(
        self,
        van: date,
        stuitingen: Iterable[Stuiting] = (),
        schorsingen: Iterable[Schorsing] = (),
    ) -> Verjaring:
        """De verjaring van een vordering vanaf het besluit of de definitieve uitspraak."""
        return verjaring(
            van, stuitingen, schorsingen, parameters=self.parameters, kalender=self.kalender
        )

    def intrest(self, hoofdsom: Cent, van: date, tot: date) -> Intrest:
        """Moratoire interest over [van, tot). Een jaar zonder rentevoet kapt af, breekt niet."""
        return intrest(hoofdsom, van, tot, parameters=self.parameters)

    def intrest_met_betalingen(
        self,
        hoofdsom: Cent,
        van: date,
        tot: date,
        wijzigingen: Iterable[tuple[date, Cent]],
        stilstand: Iterable[tuple[date, date | None]] = (),
    ) -> Intrest:
        """Interest op een hoofdsom die verandert: (dag, verschil), negatief bij een betaling."""
        return intrest(
            hoofdsom,
            van,
            tot,
            wijzigingen=wijzigingen,
            stilstand=stilstand,
            parameters=self.parameters,
        )

    def reken_toe(
        self, bedrag: Cent, *, kosten: Cent, intrest: Cent, hoofdsom: Cent, op: date
    ) -> Toerekening:
        """Reken een betaling toe in de volgorde van de wet."""
        return reken_toe(
            bedrag,
            kosten=kosten,
            intrest=intrest,
            hoofdsom=hoofdsom,
            op=op,
            parameters=self.parameters,
        )

    def afbetalingsplan(
        self, bedrag: Cent, aantal: int, eerste_vervaldag: date, *, op: date
    ) -> tuple[Aflossing, ...]:
        """Verdeel een bedrag in aflossingen waarvan de som precies klopt."""
        return afbetalingsplan(
            bedrag,
            aantal,
            eerste_vervaldag,
            parameters=self.parameters,
            kalender=self.kalender,
            op=op,
        )

    # ---- binnenkant ----------------------------------------------------------------------------

    def _rekening(self, op: date) -> Rekening:
        return Rekening(self.parameters, self.kalender, op)

    def _milder_gaat_voor(self, besluit: date) -> bool:
        return self.tekst("boete.milder", besluit).waarde == "ja"

    def _tabelbedrag(self, code: str, stap: int, op: date) -> Tabelbedrag | None:
        tabel = geldend(self.boetetabellen, op)
        bedrag = tabel.bedrag(code, stap) if tabel else None
        if tabel is None or bedrag is None:
            return None
        return Tabelbedrag(bedrag, tabel.geldig.grondslag)
