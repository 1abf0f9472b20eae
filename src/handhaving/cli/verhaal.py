"""The follow-up of one inbreuk as the people of an agency and of ABB would do it.

A story yields what somebody does on a day, and gets back what became of it. It decides nothing
about the law: every step is a command that the decider may refuse, and then the story ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handhaving.cli.zet import Zet, iemand
from handhaving.dossier.basis import Rol
from handhaving.dossier.beroep import RegistreerUitspraak, StelBeroepIn
from handhaving.dossier.correctie.taken import HandelTaakAf
from handhaving.dossier.inbreuk.rechtzetten import ZetInbreukRecht
from handhaving.dossier.ingebrekestelling import VerzendIngebrekestelling
from handhaving.dossier.inregelstelling import RegistreerInregelstelling
from handhaving.dossier.levensloop.deelname import RegistreerDeelname
from handhaving.dossier.ontvangst import RegistreerOntvangst
from handhaving.dossier.persoon import WijzigPersoonsgegevens
from handhaving.dossier.sanctie.besluit import NeemBoetebesluit, StelBoeteVoor
from handhaving.dossier.sanctie.betekening import BetekenBoetebesluit
from handhaving.dossier.sanctie.geengevolg import BeslisGeenGevolg
from handhaving.dossier.sanctie.overmaking import MaakOverAanABB
from handhaving.dossier.sanctie.verweer import NodigUitTotVerweer, RegistreerVerweer
from handhaving.dossier.vlabel import (
    BevestigVlabelOverdracht,
    DraagOverAanVlabel,
    MarkeerVlabelOverdrachtVerzonden,
    WeigerVlabelOverdracht,
)
from handhaving.dossier.vordering.betaling import BoekBetaling
from handhaving.dossier.vordering.brieven import (
    StelInGebrekeTotBetaling,
    VerzendAanmaning,
    VerzendBetaalverzoek,
)
from handhaving.dossier.vordering.saldo import saldo
from handhaving.intake.voorbeeld import Uitkomst
from handhaving.recht import Kanaal
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    import random
    from collections.abc import Generator

    from handhaving.cli.zet import Gelukt, Na, Verloop
    from handhaving.dossier.basis import Opdracht
    from handhaving.dossier.state import Besluit, Dossier, Inbreuk, Vordering
    from handhaving.recht import Recht

MET_BEWIJS = Kanaal.AANGETEKEND_MET_ONTVANGSTBEWIJS
STAP = Cent(5000)
"""Fictitious fines are whole multiples of fifty euro."""


@dataclass(slots=True)
class Verhaal:
    """One inbreuk in the hands of its people. `dag` is the day on which the story stands."""

    inbreuk: str
    agentschap: str
    uitkomst: Uitkomst
    dag: date
    worp: random.Random
    recht: Recht
    nummer: int

    # --- hoe de dagen verlopen ---------------------------------------------------------------

    def verder(self, minstens: int, hoogstens: int) -> date:
        """Some days later, on a weekday."""
        self.dag += timedelta(days=self.worp.randint(minstens, hoogstens))
        if self.dag.isoweekday() > 5:
            self.dag += timedelta(days=8 - self.dag.isoweekday())
        return self.dag

    def doe(self, rol: Rol, opdracht: Opdracht, nummer: int | None = None) -> Gelukt:
        """Let somebody of this role do this today; False when it was refused."""
        na = yield from self._zet(rol, opdracht, nummer)
        return na.gelukt

    def _zet(
        self, rol: Rol, opdracht: Opdracht, nummer: int | None = None
    ) -> Generator[Zet, Na, Na]:
        bij = self.agentschap if rol is Rol.DOSSIERBEHANDELAAR else "ABB"
        wie = iemand(rol, bij, self.nummer % 4 + 1 if nummer is None else nummer)
        na = yield Zet(self.dag, opdracht, wie)
        return na

    def kijk(self) -> Generator[Zet, Na, Dossier]:
        """Read the dossier as it is on this day."""
        na = yield Zet(self.dag)
        return na.dossier

    def mijn(self, dossier: Dossier) -> Inbreuk:
        """This story's inbreuk."""
        return dossier.inbreuken[self.inbreuk]

    # --- van vaststelling tot overmaking -----------------------------------------------------

    def verloop(self) -> Verloop:
        """Everything that happens to this inbreuk, until its outcome or until a refusal."""
        if self.uitkomst is Uitkomst.RECHTGEZET:
            return  # the file itself set it right
        if self.uitkomst is Uitkomst.ZONDER_GEVOLG:
            reden = self.worp.choice(("verhuisd", "alsnogAangemeld", "tenOnrechte"))
            self.verder(5, 60)
            opdracht = ZetInbreukRecht(
                inbreuk=self.inbreuk, reden="Verzonnen reden.", reden_code=reden
            )
            yield from self.doe(Rol.DOSSIERBEHANDELAAR, opdracht)
            return
        if self.uitkomst is Uitkomst.HISTORISCH:
            yield from self.kies_bij_taken("overgenomenUitVorigSysteem")
            return
        if not (yield from self.stel_in_gebreke()):
            return
        if self.uitkomst is Uitkomst.INGEREGELD:
            yield from self.regel_in()
            return
        bij_abb = (yield from self.maak_over()) and (yield from self.nodig_uit())
        if bij_abb and self.uitkomst is not Uitkomst.LOOPT:
            yield from self.beslis()

    def kies_bij_taken(self, uitkomst: str) -> Gelukt:
        """Answer every open question about this inbreuk."""
        self.verder(10, 40)
        for taak in (yield from self.kijk()).open_taken(self.inbreuk):
            opdracht = HandelTaakAf(taak=taak.sleutel, uitkomst=uitkomst)
            if not (yield from self.doe(Rol.DOSSIERBEHANDELAAR, opdracht)):
                return False
        return True

    def brief(self, rol: Rol, opdracht: Opdracht, betreft: str) -> Gelukt:
        """Send a letter, and register its receipt when the proof comes back."""
        na = yield from self._zet(rol, opdracht)
        if not na.gelukt:
            return False
        stuk = [s for s in na.dossier.stukken.values() if s.betreft == betreft][-1]
        if stuk.kanaal == MET_BEWIJS and stuk.ontvangen_op is None:
            ontvangen = self.verder(2, 6)
            self.verder(1, 9)
            bewijs = RegistreerOntvangst(stuk=stuk.sleutel, ontvangen_op=ontvangen)
            return (yield from self.doe(rol, bewijs))
        return True

    def stel_in_gebreke(self) -> Gelukt:
        """The letter of default, by registered post, mostly with proof of receipt."""
        self.verder(3, 25)
        kanaal = MET_BEWIJS if self.worp.random() < 0.8 else Kanaal.AANGETEKEND
        opdracht = VerzendIngebrekestelling(
            inbreuk=self.inbreuk, kanaal=kanaal, verzonden_op=self.dag
        )
        return (yield from self.brief(Rol.DOSSIERBEHANDELAAR, opdracht, self.inbreuk))

    def regel_in(self) -> Verloop:
        """The person complies in time; the agency sometimes hears of it after the last day."""
        termijn = self.mijn((yield from self.kijk())).inregelstelling
        if termijn is None:
            return
        op = max(termijn.van, termijn.laatste_dag_burger - timedelta(days=self.worp.randint(0, 20)))
        self.dag = max(self.dag, op)
        self.verder(0, 12)
        opdracht = RegistreerInregelstelling(
            inbreuk=self.inbreuk, ingeregeld_op=op, bewijs="Verzonnen bewijs."
        )
        yield from self.doe(Rol.DOSSIERBEHANDELAAR, opdracht)

    def maak_over(self) -> Gelukt:
        """After the last day: answer what is still unknown, then hand over to ABB."""
        mijn = self.mijn((yield from self.kijk()))
        if mijn.inregelstelling is None or mijn.bevoegd != "ABB":
            return False
        self.dag = max(self.dag, mijn.inregelstelling.laatste_dag_burger)
        self.verder(3, 30)
        dossier = yield from self.kijk()
        if dossier.persoon.regime == "brussel":
            return False  # another authority's; nobody hands it over
        if dossier.persoon.geboortedatum is None:
            aanvulling = WijzigPersoonsgegevens(geboortedatum=date(1905, 7, 1))
            if not (yield from self.doe(Rol.DOSSIERBEHANDELAAR, aanvulling)):
                return False
        if not (yield from self.kies_bij_taken("vaststellerBevestigd")):
            return False
        if self.recht.deelnamedrempel(mijn.type, mijn.datum_feit) is not None:
            eindcijfer = RegistreerDeelname(
                cursus=f"FICTIEF-{self.nummer}",
                peildatum=mijn.datum_feit,
                gevolgd=self.worp.randint(10, 79),
                voorzien=100,
                eindcijfer=True,
            )
            if not (yield from self.doe(Rol.DOSSIERBEHANDELAAR, eindcijfer)):
                return False
        self.verder(0, 5)
        opdracht = MaakOverAanABB(inbreuk=self.inbreuk)
        return (yield from self.doe(Rol.DOSSIERBEHANDELAAR, opdracht))

    # --- bij ABB -----------------------------------------------------------------------------

    def nodig_uit(self) -> Gelukt:
        """Invite to a defence; a third of the people write one."""
        self.verder(2, 12)
        opdracht = NodigUitTotVerweer(
            inbreuk=self.inbreuk, kanaal=MET_BEWIJS, verzonden_op=self.dag
        )
        if not (yield from self.brief(Rol.HANDHAVINGSAMBTENAAR, opdracht, self.inbreuk)):
            return False
        termijn = self.mijn((yield from self.kijk())).verweer
        if termijn is None:
            return False
        if self.worp.random() < 0.33:
            self.verder(3, 12)
            verweer = RegistreerVerweer(
                inbreuk=self.inbreuk,
                verzonden_op=self.dag - timedelta(days=2),
                ontvangen_op=self.dag,
                inhoud="Verzonnen verweer.",
            )
            if not (yield from self.doe(Rol.HANDHAVINGSAMBTENAAR, verweer)):
                return False
        self.dag = max(self.dag, termijn.laatste_dag_burger)
        self.verder(1, 3)
        return True

    def beslis(self) -> Verloop:
        """No consequence, or a proposal by one person and a decision by another."""
        traag = self.worp.random() < 0.15
        self.verder(*(200, 700) if traag else (5, 60))
        if self.uitkomst is Uitkomst.GEEN_GEVOLG:
            opdracht = BeslisGeenGevolg(
                inbreuk=self.inbreuk,
                reden="Verzonnen reden.",
                reden_code=self.worp.choice(("overmacht", "verweerGegrond", "onevenredig")),
            )
            yield from self.doe(Rol.BESLISSER, opdracht)
            return
        mijn = self.mijn((yield from self.kijk()))
        ruimte = (mijn.boete_maximum - mijn.boete_minimum) // STAP
        bedrag = mijn.boete_minimum + STAP * self.worp.randint(0, max(0, min(ruimte, 20)))
        voorstel = StelBoeteVoor(
            inbreuk=self.inbreuk, bedrag=bedrag, motivering="Verzonnen motivering."
        )
        if not (yield from self.doe(Rol.HANDHAVINGSAMBTENAAR, voorstel)):
            return
        self.verder(2, 20)
        besluit = NeemBoetebesluit(
            inbreuk=self.inbreuk,
            bedrag=bedrag,
            motivering="Verzonnen motivering.",
            feitelijke_gronden="Verzonnen feiten.",
            juridische_gronden="Verzonnen gronden.",
        )
        if (yield from self.doe(Rol.BESLISSER, besluit)):
            yield from self.beteken()

    def beteken(self) -> Verloop:
        """Serve the decision; then it is paid, dunned, appealed or handed over."""
        self.verder(1, 6)
        besluit = self.mijn((yield from self.kijk())).besluit
        if besluit is None:
            return
        opdracht = BetekenBoetebesluit(
            besluit=besluit, kanaal=MET_BEWIJS, verzonden_op=self.dag, rechtsmiddelen_vermeld=True
        )
        if not (yield from self.brief(Rol.HANDHAVINGSAMBTENAAR, opdracht, besluit)):
            return
        dossier = yield from self.kijk()
        genomen = dossier.besluiten[besluit]
        if genomen.vordering is None:
            return
        verzoek = VerzendBetaalverzoek(vordering=genomen.vordering, verzonden_op=self.dag)
        if not (yield from self.doe(Rol.BOEKHOUDER, verzoek)):
            return
        if self.uitkomst is Uitkomst.BEROEP:
            yield from self.ga_in_beroep(genomen)
        elif self.uitkomst is Uitkomst.BETAALD:
            self.verder(3, 20)
            yield from self.betaal(genomen.vordering)
        else:
            yield from self.vorder_in(dossier.vorderingen[genomen.vordering])

    def ga_in_beroep(self, besluit: Besluit) -> Verloop:
        """An appeal in time, and the judgment long after."""
        self.verder(5, 15)
        beroep = StelBeroepIn(
            besluit=besluit.sleutel,
            ingesteld_op=self.dag,
            instantie="Verzonnen rechtbank",
            rolnummer=f"FICTIEF-{self.nummer}",
        )
        if not (yield from self.doe(Rol.HANDHAVINGSAMBTENAAR, beroep)):
            return
        self.verder(150, 400)
        uitspraak = RegistreerUitspraak(
            besluit=besluit.sleutel,
            uitspraak="verworpen" if self.worp.random() < 0.6 else "vernietigd",
            op=self.dag,
            definitief_op=self.dag,
        )
        if not (yield from self.doe(Rol.HANDHAVINGSAMBTENAAR, uitspraak)):
            return
        if uitspraak.uitspraak == "verworpen" and besluit.vordering is not None:
            self.verder(10, 40)
            yield from self.betaal(besluit.vordering)

    # --- invordering -------------------------------------------------------------------------

    def betaal(self, vordering: str, deel: float = 1.0) -> Gelukt:
        """Pay what is due on this day, or a part of it."""
        open_ = saldo((yield from self.kijk()).vorderingen[vordering], self.dag, self.recht).totaal
        bedrag = Cent(int(open_ * deel))
        if bedrag <= 0:
            return True
        opdracht = BoekBetaling(
            vordering=vordering,
            bedrag=bedrag,
            valutadatum=self.dag,
            bankreferentie=f"FICTIEF-{self.nummer}-{self.inbreuk}-{self.dag:%Y%m%d}",
        )
        return (yield from self.doe(Rol.BOEKHOUDER, opdracht))

    def vorder_in(self, vordering: Vordering) -> Verloop:
        """Two reminders, a notice of default, and then VLABEL if nobody pays."""
        if vordering.betaaltermijn is None:
            return
        self.dag = max(self.dag, vordering.betaaltermijn.laatste_dag_burger)
        for nummer in (1, 2):
            self.verder(5, 25)
            aanmaning = VerzendAanmaning(
                vordering=vordering.sleutel, kanaal=Kanaal.AANGETEKEND, verzonden_op=self.dag
            )
            if not (yield from self.doe(Rol.INVORDERING, aanmaning)):
                return
            betaalt = self.uitkomst is Uitkomst.AANGEMAAND_BETAALD
            if betaalt and (nummer == 2 or self.worp.random() < 0.6):
                self.verder(4, 20)
                yield from self.betaal(vordering.sleutel)
                return
        self.verder(20, 40)
        gebreke = StelInGebrekeTotBetaling(
            vordering=vordering.sleutel, kanaal=MET_BEWIJS, verzonden_op=self.dag
        )
        if not (yield from self.doe(Rol.INVORDERING, gebreke)):
            return
        if self.worp.random() < 0.25:
            self.verder(5, 15)
            yield from self.betaal(vordering.sleutel, deel=0.3)
        self.verder(20, 60)
        yield from self.draag_over(vordering.sleutel)

    def draag_over(self, vordering: str) -> Verloop:
        """Hand over to VLABEL, which answers after a while."""
        if not (yield from self.doe(Rol.INVORDERING, DraagOverAanVlabel(vordering=vordering))):
            return
        self.verder(1, 4)
        overdracht = (yield from self.kijk()).vorderingen[vordering].overdracht
        if overdracht is None:
            return
        verzonden = MarkeerVlabelOverdrachtVerzonden(
            overdracht=overdracht, bestand=f"FICTIEF-{self.dag:%Y%m}"
        )
        if not (yield from self.doe(Rol.INVORDERING, verzonden)):
            return
        self.verder(3, 15)
        antwoord: Opdracht = BevestigVlabelOverdracht(
            overdracht=overdracht, referentie=f"FICTIEF-{self.nummer}"
        )
        if self.worp.random() < 0.08:
            antwoord = WeigerVlabelOverdracht(
                overdracht=overdracht, code="adres-onbekend", reden="Verzonnen reden."
            )
        yield from self.doe(Rol.INVORDERING, antwoord)
