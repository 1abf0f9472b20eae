"""Who calls: a person in roles for one organisation, or a service with scopes. Never both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from handhaving.adapters.uitgever import ROLE_PREFIX
from handhaving.dossier.basis import ACTOR, Rol
from handhaving.eventlog.envelope import Door

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handhaving.recht import Recht

ABB: Final = "ABB"
SCOPE: Final = "handhaving_"

VAN_AGENTSCHAP: Final = frozenset({Rol.DOSSIERBEHANDELAAR})
VAN_ABB: Final = frozenset(
    {Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER, Rol.BOEKHOUDER, Rol.INVORDERING, Rol.ABB}
)
VAN_DIENSTEN: Final = frozenset(
    {Rol.DOSSIERBEHANDELAAR, Rol.BOEKHOUDER, Rol.INVORDERING, Rol.ABB, Rol.SYSTEEM}
)
"""What a service may be; proposing, deciding and overseeing are for people."""


class OnbekendeBeller(Exception):
    """A token that is genuine, but does not say who calls or for which organisation."""


@dataclass(frozen=True, slots=True)
class Beller:
    """The caller: `organisatie` is an agency or ABB, None when the code is not in the table."""

    id: str
    rollen: tuple[Rol, ...]
    organisatie: str | None
    is_dienst: bool

    def als(self, toegelaten: Iterable[Rol]) -> Rol | None:
        """The role in which this caller may do something: the first it has, in fixed order."""
        mag = frozenset(toegelaten)
        return next((rol for rol in self.rollen if rol in mag), None)


@dataclass(frozen=True, slots=True)
class Wie:
    """The caller in the one role it acts in."""

    id: str
    rol: Rol
    organisatie: str

    @property
    def door(self) -> Door:
        """As the log writes it down."""
        return Door(self.id, self.rol.value, self.organisatie)

    @property
    def agentschap(self) -> str | None:
        """The agency whose part alone is seen; None for ABB, which sees all."""
        return None if self.organisatie == ABB else self.organisatie

    def ziet(self, agentschappen: Iterable[str]) -> bool:
        """Whether this caller has a part in a dossier of these agencies."""
        return self.agentschap is None or self.agentschap in agentschappen


def lees_beller(claims: dict[str, Any], recht: Recht, op: date) -> Beller:
    """The caller of a token. Raises OnbekendeBeller.

    Roles count only for the organisation the token was given for (`vo_orgcode`), and only where
    the role belongs: an agency decides no fine, and ABB establishes no infringement.
    """
    persoon = claims.get("vo_id")
    wie = persoon if persoon is not None else claims.get("client_id", claims.get("sub"))
    ovo = claims.get("vo_orgcode")
    if not isinstance(wie, str) or re.fullmatch(ACTOR, wie, re.ASCII) is None:
        raise OnbekendeBeller
    if not isinstance(ovo, str):
        raise OnbekendeBeller
    dienst = recht.organisaties.dienst(ovo, op)
    gevonden = _scopes(claims) if persoon is None else _rollen(claims, ovo)
    mag = gevonden - (VAN_AGENTSCHAP if dienst == ABB else VAN_ABB)
    rollen = () if dienst is None else tuple(rol for rol in Rol if rol in mag)
    return Beller(wie, rollen, dienst, is_dienst=persoon is None)


def _rollen(claims: dict[str, Any], ovo: str) -> set[Rol]:
    regels = claims.get("handhaving_rol_3d", [])
    regels = [regels] if isinstance(regels, str) else regels
    uit: set[Rol] = set()
    for regel in regels if isinstance(regels, list) else ():
        naam, _, voor = str(regel).rpartition(":")
        rol = naam.removeprefix(ROLE_PREFIX)
        if voor == ovo and naam.startswith(ROLE_PREFIX) and rol in set(Rol) - {Rol.SYSTEEM}:
            uit.add(Rol(rol))
    return uit


def _scopes(claims: dict[str, Any]) -> set[Rol]:
    scopes = claims.get("scope", "")
    woorden = scopes.split() if isinstance(scopes, str) else ()
    namen = {w.removeprefix(SCOPE) for w in woorden if w.startswith(SCOPE)}
    return {rol for rol in VAN_DIENSTEN if rol.value in namen}
