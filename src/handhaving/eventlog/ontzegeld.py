"""The way back of personal fields: from sealed bytes to values, or to what stands for them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import from_json

from handhaving.eventlog.codecfouten import SealBroken
from handhaving.eventlog.persoonlijk import GEWIST, VERZEGELD, NietLeesbaar
from handhaving.eventlog.sleutels import Keyring, unseal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import JsonValue

    from handhaving.eventlog.envelope import Stored

    Fields = dict[str, JsonValue | NietLeesbaar]

PRESENT: Final = "_persoonlijk"
"""The key of the clear JSON that names the personal fields of an event, never their values."""

DERDE: Final = "derde:"
"""Begins the name of a group of fields of a third party, in the clear JSON."""

SEALED_DERDE: Final = f'"{DERDE}'.encode()

_read_sealed: Final = TypeAdapter(
    dict[str, bytes], config=ConfigDict(val_json_bytes="base64")
).validator.validate_json

_COMMA: Final = ord(",")
_TAIL: Final = f'"{PRESENT}":{{'.encode()
_TAILS: Final = 1_000


def whole(stored: Stored, data: bytes, keyring: Keyring | None) -> bytes | None:
    """The clear JSON with the opened values in it: what the event was before it was sealed.

    None when a value cannot be read, or is of a third party: then the fields must be looked at.
    Raises SealBroken.
    """
    if keyring is None or stored.persoonlijk is None or SEALED_DERDE in data:
        return None
    cut = data.rfind(_TAIL)
    groups = _groups(data[cut:]) if cut > 0 else None
    if groups is None:
        return None
    sealed, owner = _sealed(stored, stored.persoonlijk), stored.envelop.sleutel_id
    parts = [data[: cut - 1]] if data[cut - 1] == _COMMA else []
    for group, aad in groups:
        plain = _unsealed(stored, sealed, group, owner, aad=aad, keyring=keyring)
        if plain is None:
            return None
        parts.append(plain[1:-1])
    return (b"" if len(parts) > len(groups) else b"{") + b",".join(parts) + b"}"


@lru_cache(maxsize=_TAILS)
def _groups(tail: bytes) -> tuple[tuple[str, bytes], ...] | None:
    """The groups that the end of the clear JSON names; None when it does not end there."""
    found = from_json(b"{" + tail)
    if len(found) > 1:
        return None
    return tuple((group, names_aad(names)) for group, names in found[PRESENT].items())


def fill_in(stored: Stored, fields: Fields, keyring: Keyring | None) -> None:
    """Put the personal values, or what stands for them, among the fields. Raises SealBroken."""
    groups: Any = fields.pop(PRESENT, None)
    if not groups:
        return
    if keyring is None or stored.persoonlijk is None:
        for names in groups.values():
            for name in names:
                fields[name] = VERZEGELD
    else:
        _open(stored, fields, groups, keyring)


def _open(stored: Stored, fields: Fields, groups: dict[str, list[str]], keyring: Keyring) -> None:
    """Put the opened values, or GEWIST, among the fields."""
    sealed = _sealed(stored, stored.persoonlijk or b"{}")
    for group, names in groups.items():
        is_derde = group.startswith(DERDE)
        owner = UUID(str(fields.get("derde"))) if is_derde else stored.envelop.sleutel_id
        plain = _unsealed(stored, sealed, group, owner, aad=names_aad(names), keyring=keyring)
        fields.update(dict.fromkeys(names, GEWIST) if plain is None else from_json(plain))


def _sealed(stored: Stored, persoonlijk: bytes) -> dict[str, bytes]:
    """The ciphertext of each group. Raises SealBroken."""
    try:
        groups: dict[str, bytes] = _read_sealed(persoonlijk)
    except ValidationError as error:
        where = "".join(str(part) for part in error.errors(include_input=False)[0]["loc"][:1])
        # Only a name that stands in the clear as well is repeated.
        group = where if f'"{where}":['.encode() in stored.data else ""
    else:
        return groups
    # Outside the handler: the caught error quotes what stood there and must not travel along.
    raise SealBroken(stored.envelop.type, stored.envelop.positie, group)


def _unsealed(
    stored: Stored,
    sealed: dict[str, bytes],
    group: str,
    owner: UUID | None,
    *,
    aad: bytes,
    keyring: Keyring,
) -> bytes | None:
    """The values of a group as JSON; None when its key was destroyed. Raises SealBroken."""
    envelop = stored.envelop
    if owner is None or group not in sealed:
        raise SealBroken(envelop.type, envelop.positie, group)
    key = keyring.key(owner, group.removeprefix(DERDE))
    if key is None:
        return None
    try:
        return unseal(key, sealed[group], envelop.gebeurtenis_id.bytes + owner.bytes + aad)
    except InvalidTag:
        raise SealBroken(envelop.type, envelop.positie, group) from None


def names_aad(names: Iterable[str]) -> bytes:
    """The part of what a ciphertext is bound to that says which fields are in it."""
    return "\x00".join(sorted(names)).encode()
