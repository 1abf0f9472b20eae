"""The projection engine: a shared reader, batches, checkpoints with a lease, parked dossiers.

It knows no word of the domain: a read model is a `Projection`, how a dossier is folded is a `Fold`,
and both are given from outside.
"""

from __future__ import annotations

from handhaving.eventlog.projection.build import BuildIncomplete, Task
from handhaving.eventlog.projection.catchup import CaughtUp
from handhaving.eventlog.projection.checkpoint import (
    BUILD_SCHEMA,
    SCHEMA,
    LeaseHeld,
    LeaseLost,
    WrongLog,
    prepare,
)
from handhaving.eventlog.projection.contract import (
    Batch,
    Broken,
    Decoded,
    Decoder,
    Fold,
    FoldFailed,
    Progress,
    Projection,
    ProjectionError,
)
from handhaving.eventlog.projection.engine import Engine, UnknownProjection
from handhaving.eventlog.projection.feeder import ProjectionBroken
from handhaving.eventlog.projection.listen import Listener, Waker
from handhaving.eventlog.projection.parked import NotParked, Parked, describe
from handhaving.eventlog.projection.rebuild import Compared, Rebuilt
from handhaving.eventlog.projection.rows import Row, TableDigest, digest, replace_rows
from handhaving.eventlog.projection.status import ProjectionStatus

__all__ = [
    "BUILD_SCHEMA",
    "SCHEMA",
    "Batch",
    "Broken",
    "BuildIncomplete",
    "CaughtUp",
    "Compared",
    "Decoded",
    "Decoder",
    "Engine",
    "Fold",
    "FoldFailed",
    "LeaseHeld",
    "LeaseLost",
    "Listener",
    "NotParked",
    "Parked",
    "Progress",
    "Projection",
    "ProjectionBroken",
    "ProjectionError",
    "ProjectionStatus",
    "Rebuilt",
    "Row",
    "TableDigest",
    "Task",
    "UnknownProjection",
    "Waker",
    "WrongLog",
    "describe",
    "digest",
    "prepare",
    "replace_rows",
]
