"""Holds an embedded server until it is told to go, or is killed: `bezetter.py SERVER MAP`."""

import sys
from pathlib import Path

from handhaving.adapters.postgres_server import PostgresServer
from handhaving.adapters.redis_server import RedisServer

SERVERS: dict[str, type[PostgresServer | RedisServer]] = {
    "postgres": PostgresServer,
    "redis": RedisServer,
}

if __name__ == "__main__":
    with SERVERS[sys.argv[1]](Path(sys.argv[2])).running() as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.readline()
