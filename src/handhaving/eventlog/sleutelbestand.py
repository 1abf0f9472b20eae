"""The file with the key-encryption keys: outside the database, mode 0600, rotated by hand.

One key per line, `kek <base64 of 32 bytes>`; the first wraps, the others only unwrap what they
wrapped before a rotation. A line `index <base64>` fixes the root of the blind index, so that a
rotation moves no index entry; without one it derives from the oldest key. Empty lines and lines
that start with `#` are skipped. A file of 32 raw bytes, or of one bare base64 key, will do too.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEY_BYTES: Final = 32


class VaultError(Exception):
    """Base of everything that can be wrong with a key."""


class KekFileError(VaultError):
    """The file with the key-encryption key cannot be used; says why and in which line."""

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and the reason, never its content."""
        super().__init__(f"sleutelbestand {path}: {reason}")
        self.path = path


def derive(root: bytes, doel: str) -> bytes:
    """A key of its own for one purpose (HKDF-SHA256)."""
    info = b"handhaving " + doel.encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(root)


def make_kek_file(path: Path) -> bool:
    """Make a key file with mode 0600 if there is none; False if there was one.

    Safe when several processes start at once: the file appears whole or not at all.
    """
    if path.exists():
        return False
    return _write(path, [secrets.token_bytes(KEY_BYTES)], secrets.token_bytes(KEY_BYTES), new=True)


def rotate_kek_file(path: Path) -> None:
    """Put a new active key first and keep the old ones; then `Vault.rewrap`, then retire."""
    keys, index_root = read_kek_file(path)
    _write(path, [secrets.token_bytes(KEY_BYTES), *keys], index_root)


def retire_old_keks(path: Path) -> None:
    """Forget all but the active key; only after `Vault.rewrap` answered 0."""
    keys, index_root = read_kek_file(path)
    _write(path, keys[:1], index_root)


def read_kek_file(path: Path) -> tuple[list[bytes], bytes]:
    """The keys, the active one first, and the root of the blind index. Raises KekFileError."""
    keys, index_root = _parse(path)
    return keys, index_root or derive(keys[-1], "index-root")


def _parse(path: Path) -> tuple[list[bytes], bytes | None]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KekFileError(path, f"niet leesbaar ({error.strerror})") from None
    if len(raw) == KEY_BYTES and not raw.startswith((b"kek ", b"#", b"index ")):
        return [raw], None
    keys: list[bytes] = []
    index_root: bytes | None = None
    for nummer, regel in enumerate(raw.splitlines(), start=1):
        woorden = regel.split()
        if not woorden or woorden[0].startswith(b"#"):
            continue
        soort, waarde = (b"kek", woorden[0]) if len(woorden) == 1 else (woorden[0], woorden[1])
        key = _decode(waarde)
        if key is None or soort not in {b"kek", b"index"} or len(woorden) > 2:
            raise KekFileError(
                path,
                f"regel {nummer}: verwacht `kek` of `index` en de base64 van {KEY_BYTES} bytes",
            )
        if soort == b"kek":
            keys.append(key)
        else:
            index_root = key
    if not keys:
        raise KekFileError(path, "bevat geen regel `kek`")
    return keys, index_root


def _decode(waarde: bytes) -> bytes | None:
    try:
        key = base64.b64decode(waarde, validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _write(path: Path, keys: Sequence[bytes], index_root: bytes, *, new: bool = False) -> bool:
    lines = ["# Sleutelsleutel van handhaving. Bewaar een kopie elders, buiten de databank:"]
    lines += ["# zonder dit bestand is geen enkel persoonlijk gegeven nog leesbaar."]
    lines += [f"kek {base64.b64encode(key).decode()}" for key in keys]
    lines += [f"index {base64.b64encode(index_root).decode()}", ""]
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write("\n".join(lines).encode())
            file.flush()
            os.fsync(file.fileno())
        if not new:
            temporary.replace(path)
            return True
        with suppress(FileExistsError):
            os.link(temporary, path)
            return True
        return False
    finally:
        temporary.unlink(missing_ok=True)
