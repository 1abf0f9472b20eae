"""Hoofdstuk inregelstelling: zich in regel stellen, op tijd of te laat, of niet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, AwareDatetime, Field
from pydantic_core import PydanticCustomError

from handhaving.dossier import verlenging
from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    Hoofdstuk,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    ViaOorzaak,
)
from handhaving.dossier.gemeen import OP_TIJD_NA_BESLUIT, verstreken
from handhaving.dossier.inregel_na_besluit import leg_stil
from handhaving.dossier.refusals import TermijnLoopt
from handhaving.dossier.state import BIJ_ABB, HERBESLISBAAR, NA_BESLUIT, Fase
from handhaving.recht import dag_in_brussel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class InbreukIngeregeld(Gebeurtenis):
    """De persoon stelde zich op tijd in regel; de dag van het feit telt, niet die van boeking."""

    geldig_veld = "op"
    historiek = "Inbreuk {inbreuk} op {op} in regel gesteld, op tijd."

    inbreuk: Sleutel
    op: date
    bewijs: Gevoelig | None = None


class InregelstellingTeLaat(Gebeurtenis):
    """De persoon stelde zich in regel na de laatste dag."""

    geldig_veld = "op"
    historiek = (
        "Inbreuk {inbreuk} op {op} in regel gesteld, na de laatste dag ({laatsteDagBurger})."
    )

    inbreuk: Sleutel
    op: date
    laatste_dag_burger: date
    bewijs: Gevoelig | None = None


class InregelstellingsperiodeVerstreken(Gebeurtenis):
    """De periode liep af zonder dat een inregelstelling bekend was."""

    geldig_veld = "verstreken_op"
    historiek = "Inregelstellingsperiode van {inbreuk} verstreken (laatste dag {laatsteDagBurger})."

    inbreuk: Sleutel
    verstreken_op: date
    laatste_dag_burger: date


class OvermakingOngedaanGemaakt(Gebeurtenis):
    """De overmaking aan ABB is ongedaan: de persoon bleek op tijd in regel."""

    geldig_veld = "op"
    historiek = "Overmaking van {inbreuk} aan ABB ongedaan gemaakt: op tijd in regel gesteld."

    inbreuk: Sleutel
    op: date


def _in_brussel(moment: datetime) -> datetime:
    """Een ogenblik waarvan de dag in Brussel bestaat."""
    try:
        dag_in_brussel(moment)
    except OverflowError as fout:
        soort = "ogenblik"
        raise PydanticCustomError(soort, "dit ogenblik valt op geen dag") from fout
    return moment


Ogenblik = Annotated[AwareDatetime, AfterValidator(_in_brussel)]


class RegistreerInregelstelling(Opdracht):
    """Registreer dat de persoon zich in regel stelde; een tijdstip telt op zijn dag in Brussel."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/inregelstellingen"
    voorbeeld = {"inbreuk": "I1", "ingeregeldOp": "2024-03-09", "bewijs": "Fictief bewijs."}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    fasen = frozenset(
        {
            Fase.VASTGESTELD,
            Fase.ADRESONDERZOEK,
            Fase.IN_GEBREKE,
            Fase.OPGESCHORT,
            Fase.TERMIJN_VERSTREKEN,
            Fase.ANDERE_OVERHEID,
        }
        | BIJ_ABB
        | HERBESLISBAAR
        | NA_BESLUIT
    )
    verleden = ("ingeregeld_op",)

    inbreuk: Sleutel
    ingeregeld_op: Annotated[date | Ogenblik, Field(union_mode="left_to_right")]
    bewijs: Annotated[str, Field(max_length=10_000)] | None = None

    @property
    def dag(self) -> date:
        """De dag in Brussel waarop de persoon zich in regel stelde."""
        if isinstance(self.ingeregeld_op, datetime):
            return dag_in_brussel(self.ingeregeld_op)
        return self.ingeregeld_op


class StelVerstrijkenVast(Opdracht):
    """Stel vast dat de inregelstellingsperiode verstreken is (alleen het systeem)."""

    rollen = frozenset({Rol.SYSTEEM})
    fasen = frozenset({Fase.IN_GEBREKE})

    inbreuk: Sleutel


def op_tijd(inbreuk: Inbreuk, dag: date) -> bool:
    """Op tijd is tot en met de laatste dag in de lezing van de burger.

    Zonder termijn, of met een die stilstaat of verviel, altijd.
    """
    termijn = inbreuk.inregelstelling
    if termijn is None or termijn.staat in {"geschorst", "vervallen"}:
        return True
    return dag <= termijn.laatste_dag_burger


def _keur_registreer(
    _opdracht: RegistreerInregelstelling, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _registreer(
    opdracht: RegistreerInregelstelling, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    dag = opdracht.dag
    if not op_tijd(inbreuk, dag):
        assert inbreuk.inregelstelling is not None  # noqa: S101 - anders was het op tijd
        return (
            InregelstellingTeLaat(
                inbreuk=inbreuk.sleutel,
                op=dag,
                laatste_dag_burger=inbreuk.inregelstelling.laatste_dag_burger,
                bewijs=opdracht.bewijs,
            ),
        )
    ingeregeld = InbreukIngeregeld(inbreuk=inbreuk.sleutel, op=dag, bewijs=opdracht.bewijs)
    if inbreuk.fase in BIJ_ABB:
        return (ingeregeld, OvermakingOngedaanGemaakt(inbreuk=inbreuk.sleutel, op=dag))
    if inbreuk.fase in NA_BESLUIT:
        if inbreuk.ingeregeld_op == dag:
            return ()
        return (ingeregeld, *leg_stil(dossier, inbreuk, dag, context.vandaag, recht))
    return (ingeregeld,)


def _keur_verstrijken(
    opdracht: StelVerstrijkenVast, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    termijn = dossier.inbreuken[opdracht.inbreuk].inregelstelling
    if termijn is None:
        yield TermijnLoopt(inbreuk=opdracht.inbreuk, laatste_dag_burger="nietGestart")
    elif context.vandaag <= termijn.laatste_dag_burger:
        yield TermijnLoopt(
            inbreuk=opdracht.inbreuk,
            laatste_dag_burger=termijn.laatste_dag_burger,
            grondslag=termijn.grondslag,
        )


def _verstrijken(
    opdracht: StelVerstrijkenVast, dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    termijn = dossier.inbreuken[opdracht.inbreuk].inregelstelling
    assert termijn is not None  # noqa: S101 - gekeurd
    return (
        InregelstellingsperiodeVerstreken(
            inbreuk=opdracht.inbreuk,
            verstreken_op=termijn.laatste_dag_burger + timedelta(days=1),
            laatste_dag_burger=termijn.laatste_dag_burger,
        ),
    )


def _op_ingeregeld(dossier: Dossier, feit: InbreukIngeregeld, _envelop: Envelop) -> Dossier:
    inbreuk = dossier.inbreuken.get(feit.inbreuk)
    if inbreuk is None:
        return dossier
    if inbreuk.fase in NA_BESLUIT:
        if all(t.soort != OP_TIJD_NA_BESLUIT for t in dossier.open_taken(feit.inbreuk)):
            dossier = dossier.met_taak(OP_TIJD_NA_BESLUIT, feit.inbreuk, feit.op)
        return dossier.met_inbreuk(feit.inbreuk, ingeregeld_op=feit.op)
    return dossier.met_inbreuk(feit.inbreuk, ingeregeld_op=feit.op, fase=Fase.IN_REGEL)


def _op_te_laat(dossier: Dossier, feit: InregelstellingTeLaat, _envelop: Envelop) -> Dossier:
    return dossier.met_inbreuk(feit.inbreuk, te_laat_ingeregeld_op=feit.op)


def _op_verstreken(
    dossier: Dossier, feit: InregelstellingsperiodeVerstreken, _envelop: Envelop
) -> Dossier:
    inbreuk = dossier.inbreuken.get(feit.inbreuk)
    if inbreuk is None:
        return dossier
    fase = Fase.TERMIJN_VERSTREKEN if inbreuk.bevoegd == "ABB" else Fase.ANDERE_OVERHEID
    return dossier.met_inbreuk(
        feit.inbreuk, fase=fase, inregelstelling=verstreken(inbreuk.inregelstelling)
    )


def _op_overmaking_ongedaan(
    dossier: Dossier, feit: OvermakingOngedaanGemaakt, _envelop: Envelop
) -> Dossier:
    return dossier.met_inbreuk(feit.inbreuk, overgemaakt_op=None, uitnodigen_voor=None)


HOOFDSTUK = Hoofdstuk(
    naam="inregelstelling",
    handelingen=(
        Handeling(RegistreerInregelstelling, _keur_registreer, _registreer),
        *verlenging.HANDELINGEN,
        Handeling(StelVerstrijkenVast, _keur_verstrijken, _verstrijken),
    ),
    evoluties=(
        Evolutie(
            InbreukIngeregeld,
            _op_ingeregeld,
            Rechtzetbaar(RegistreerInregelstelling, rekent=True, velden={"ingeregeld_op": "op"}),
        ),
        Evolutie(
            InregelstellingTeLaat,
            _op_te_laat,
            Rechtzetbaar(RegistreerInregelstelling, rekent=True, velden={"ingeregeld_op": "op"}),
        ),
        *verlenging.EVOLUTIES,
        Evolutie(
            InregelstellingsperiodeVerstreken,
            _op_verstreken,
            ViaOorzaak(
                "de brief of de ontvangst waarmee de periode begon", opdracht="StelVerstrijkenVast"
            ),
        ),
        Evolutie(
            OvermakingOngedaanGemaakt,
            _op_overmaking_ongedaan,
            ViaOorzaak("de inregelstelling die de overmaking ongedaan maakte"),
        ),
    ),
)
