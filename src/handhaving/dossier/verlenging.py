"""Verlenging: de inregelstellingsperiode krijgt een later einde, nooit een vroeger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gevoelig,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    RedenCode,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import TermijnGestart, dag_van, lopend, termijnvelden
from handhaving.dossier.herbekijken import toch_op_tijd, vragen
from handhaving.dossier.levensloop.schorsing import bij_start
from handhaving.dossier.levensloop.weigeringen import VerlengingKorterDanTermijn
from handhaving.dossier.refusals import FaseLaatDitNietToe
from handhaving.dossier.state import Fase
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.termijnverloop import als_termijn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Gebeurtenis, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class InregelstellingsperiodeVerlengd(TermijnGestart):
    """De inregelstellingsperiode is verlengd; ze begon en telt zoals voorheen."""

    geldig_veld = "verlengd_op"
    historiek = (
        "Inregelstellingsperiode van {inbreuk} verlengd ({redenCode}) tot en met "
        "{laatsteDagBurger} (strenge lezing {laatsteDagOverheid})."
    )

    inbreuk: Sleutel
    verlengd_op: date
    tot: date
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class VerlengInregelstellingsperiode(Opdracht):
    """Verleng een lopende inregelstellingsperiode tot en met een dag."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/verlengingen"
    voorbeeld = {"inbreuk": "I1", "tot": "2024-05-06", "reden": "Fictieve reden."}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    fasen = frozenset({Fase.IN_GEBREKE})

    inbreuk: Sleutel
    tot: date
    reden: Tekst | None = None
    reden_code: RedenCode = "andere"


def _keur_verleng(
    opdracht: VerlengInregelstellingsperiode, dossier: Dossier, recht: Recht, _context: Context
) -> Iterator[Weigering]:
    termijn = dossier.inbreuken[opdracht.inbreuk].inregelstelling
    if termijn is None or termijn.staat != "loopt":
        yield FaseLaatDitNietToe(
            betreft=opdracht.inbreuk,
            fase="nietGestart" if termijn is None else termijn.staat,
            opdracht="VerlengInregelstellingsperiode",
            toegelaten=["loopt"],
        )
    elif opdracht.tot < termijn.laatste_dag_burger:
        yield VerlengingKorterDanTermijn(
            inbreuk=opdracht.inbreuk,
            tot=opdracht.tot,
            laatste_dag_burger=termijn.laatste_dag_burger,
            grondslag=termijn.grondslag,
        )
    recht.kalender.eis(opdracht.tot)


def _verleng(
    opdracht: VerlengInregelstellingsperiode, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    nu = dossier.inbreuken[opdracht.inbreuk].inregelstelling
    assert nu is not None  # noqa: S101 - gekeurd
    if opdracht.tot == nu.laatste_dag_burger:
        return ()
    nieuw = recht.verleng(als_termijn(nu, recht), opdracht.tot)
    verlengd = InregelstellingsperiodeVerlengd(
        inbreuk=opdracht.inbreuk,
        verlengd_op=dag_van(opdracht, context),
        tot=opdracht.tot,
        reden_code=opdracht.reden_code,
        reden=opdracht.reden,
        **termijnvelden(nieuw),  # type: ignore[arg-type]
    )
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    uitstellen = dossier.uitstellen.values()
    vraag = toch_op_tijd(inbreuk, verlengd.laatste_dag_burger, verlengd.verlengd_op)
    return (
        verlengd,
        *bij_start(inbreuk, verlengd, uitstellen, context.vandaag, recht),
        *vragen(dossier, vraag),
    )


def _op_verlengd(
    dossier: Dossier, feit: InregelstellingsperiodeVerlengd, envelop: Envelop
) -> Dossier:
    termijn = lopend("inregelstelling", feit.inbreuk, feit, envelop)
    return dossier.met_inbreuk(feit.inbreuk, inregelstelling=termijn)


HANDELINGEN = (Handeling(VerlengInregelstellingsperiode, _keur_verleng, _verleng),)
EVOLUTIES = (
    Evolutie(
        InregelstellingsperiodeVerlengd,
        _op_verlengd,
        Rechtzetbaar(VerlengInregelstellingsperiode),
    ),
)
