"""What there is to do, and the claims on a day, answered with the law of that day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, Final

from handhaving.dossier.basis import Rol
from handhaving.dossier.vordering.opdag import op_dag, saldo_op, status_op
from handhaving.dossier.werk import Werk, respijt, verfijn
from projections import vorderingen as vorderingmodel
from projections import werkvoorraad as werkmodel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import RowMapping

    from handhaving.bootstrap import App
    from handhaving.recht import Recht
    from handhaving.recht.bedragen import Cent

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Werkrij:
    """One thing to do. `dagen` is how many days are left until it presses; None when it never does.

    `streefdatum` is what one aims at, `uiterlijk` the last day on which it is still safe,
    `deadline` the first of the two. `taak` is the key of the task, None when it follows from
    the phase.
    """

    dossier_id: UUID
    soort: str
    betreft: str
    rol: str
    organisatie: str
    vanaf: date
    streefdatum: date | None
    uiterlijk: date | None
    deadline: date | None
    dagen: int | None
    opdracht: str | None
    gegevens: Mapping[str, str]
    taak: str | None
    hindert: bool


@dataclass(frozen=True, slots=True)
class Vorderingrij:
    """One claim as it stood on a day; `intrest_bekend_tot` where a rate is missing."""

    dossier_id: UUID
    vordering: str
    besluit: str
    ogm: str
    status: str
    geboekt_op: date
    vervaldag: date | None
    hoofdsom: Cent
    betaald: Cent
    kosten_open: Cent
    intrest_open: Cent
    hoofdsom_open: Cent
    openstaand: Cent
    teveel: Cent
    intrest_bekend_tot: date | None
    verjaart_op: date | None
    laatste_veilige_dag: date | None
    vlabel: str | None


def werkvoorraad(
    app: App,
    vandaag: date,
    *,
    rol: str | None = None,
    organisatie: str | None = None,
    soort: str | None = None,
    tot: date | None = None,
    sorteer: str = "deadline",
    pagina: int = 1,
    per_pagina: int = 20,
) -> tuple[int, tuple[Werkrij, ...]]:
    """How much there is to do on this day, and one page of it, the most pressing first."""
    with app.engine.connect() as connection:
        brieven = respijt(app.recht, vandaag)
        hoeveel = werkmodel.aantal(
            connection,
            vandaag,
            rol=rol,
            organisatie=organisatie,
            soort=soort,
            tot=tot,
            respijt=brieven,
        )
        rows = werkmodel.lijst(
            connection,
            vandaag,
            rol=rol,
            organisatie=organisatie,
            soort=soort,
            tot=tot,
            respijt=brieven,
            sorteer=sorteer,
            limiet=per_pagina,
            na=(pagina - 1) * per_pagina,
        )
    return hoeveel, tuple(_werkrij(row, app.recht, vandaag) for row in rows)


def _werkrij(row: RowMapping, recht: Recht, vandaag: date) -> Werkrij:
    ding = verfijn(
        Werk(
            soort=row["soort"],
            betreft=row["betreft"],
            rol=Rol(row["rol"]),
            organisatie=row["organisatie"],
            vanaf=row["vanaf"],
            opdracht=row["opdracht"],
            gegevens=row["gegevens"],
            streefdatum=row["streefdatum"],
            uiterlijk=row["uiterlijk"],
            taak=row["taak"],
            hindert=row["hindert"],
        ),
        recht,
        vandaag,
    )
    dagen = [dag for dag in (ding.streefdatum, ding.uiterlijk) if dag is not None]
    deadline = min(dagen, default=None)
    return Werkrij(
        dossier_id=row["dossier_id"],
        soort=ding.soort,
        betreft=ding.betreft,
        rol=ding.rol.value,
        organisatie=ding.organisatie,
        vanaf=ding.vanaf,
        streefdatum=ding.streefdatum,
        uiterlijk=ding.uiterlijk,
        deadline=deadline,
        dagen=None if deadline is None else (deadline - vandaag).days,
        opdracht=ding.opdracht,
        gegevens=dict(ding.gegevens),
        taak=ding.taak,
        hindert=ding.hindert,
    )


def vorderingen(
    app: App,
    op: date,
    vandaag: date,
    *,
    status: str | None = None,
    agentschap: str | None = None,
    sorteer: str = "verjaartOp",
    pagina: int = 1,
    per_pagina: int = 20,
) -> tuple[int, tuple[Vorderingrij, ...]]:
    """How many claims there were on this day, and one page of them as they stood then.

    From today on the stored status says which they are; for a day gone by each claim is judged.
    """
    begin = (pagina - 1) * per_pagina
    if status is None or op >= vandaag:
        with app.engine.connect() as connection:
            hoeveel = vorderingmodel.aantal(connection, op, status_=status, agentschap=agentschap)
            rows = vorderingmodel.lijst(
                connection,
                op,
                status_=status,
                agentschap=agentschap,
                sorteer=sorteer,
                limiet=per_pagina,
                na=begin,
            )
        return hoeveel, tuple(_vorderingrij(row, app.recht, op) for row in rows)
    toen = [r for r in _alle(app, op, agentschap, sorteer) if r.status == status]
    return len(toen), tuple(islice(toen, begin, begin + per_pagina))


def _alle(app: App, op: date, agentschap: str | None, sorteer: str) -> Iterator[Vorderingrij]:
    with app.engine.connect() as connection:
        for bladzij in count():
            rows = vorderingmodel.lijst(
                connection,
                op,
                agentschap=agentschap,
                sorteer=sorteer,
                limiet=_AT_ONCE,
                na=bladzij * _AT_ONCE,
            )
            yield from (_vorderingrij(row, app.recht, op) for row in rows)
            if len(rows) < _AT_ONCE:
                return


def _vorderingrij(row: RowMapping, recht: Recht, op: date) -> Vorderingrij:
    stand = vorderingmodel.stand(row)
    nu, overdracht = stand.vordering, stand.overdracht
    toen, open_ = op_dag(nu, op), saldo_op(nu, op, recht)
    return Vorderingrij(
        dossier_id=row["dossier_id"],
        vordering=nu.sleutel,
        besluit=nu.besluit,
        ogm=nu.ogm,
        status=status_op(nu, op, overdracht),
        geboekt_op=nu.geboekt_op,
        vervaldag=row["vervaldag"],
        hoofdsom=toen.hoofdsom,
        betaald=toen.betaald,
        kosten_open=open_.kosten,
        intrest_open=open_.intrest,
        hoofdsom_open=open_.hoofdsom,
        openstaand=open_.totaal,
        teveel=toen.teveel,
        intrest_bekend_tot=open_.bekend_tot,
        verjaart_op=row["verjaart_op"],
        laatste_veilige_dag=row["veilig_tot"],
        vlabel=None if overdracht is None else overdracht.staat_op(op),
    )
