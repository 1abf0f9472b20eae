"""Vier ogen: in één inbreuk doet een mens hoogstens één van vaststellen, voorstellen, beslissen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.sanctie.weigeringen import VaststellerBeslistNiet, VoorstellerBeslistNiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Inbreuk
    from handhaving.recht import Recht


def blokkeert(recht: Recht, dag: date) -> bool:
    """Of de wet van die dag het weigert, of het alleen laat zien."""
    return recht.tekst("vierOgen", dag).waarde == "blokkeer"


def keur_vier_ogen(
    inbreuk: Inbreuk, recht: Recht, dag: date, context: Context
) -> Iterator[Weigering]:
    """Wie vaststelde of ooit voorstelde, beslist niet."""
    if not blokkeert(recht, dag):
        return
    if inbreuk.vaststeller == context.door.id:
        yield VaststellerBeslistNiet(inbreuk=inbreuk.sleutel)
    if context.door.id in inbreuk.voorstellers:
        yield VoorstellerBeslistNiet(inbreuk=inbreuk.sleutel)
