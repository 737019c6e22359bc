"""python -m partners.sandbox: plays INPS and Enel for demonstration and tests, never in production."""

import argparse
import errno
import logging
import signal
import sqlite3
import sys
from pathlib import Path

import environ

from partners.sandbox.pdnd import Pdnd
from partners.sandbox.server import Options, SandboxServer
from partners.sandbox.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> None:
    """Serve until told to stop; whatever prevents it is said in one sentence."""
    env = environ.Env()
    env.read_env(env.path("ENV_FILE", default=ROOT / ".env")())
    # The same rule as in the settings: a machine with a database of its own is no demonstration by default.
    if not env.bool("DEMO", default="DATABASE_URL" not in env):
        sys.exit("The sandbox does not start: these are production settings (DEMO is not true).")
    arguments = _arguments(env.int("SANDBOX_PORT", default=8001))
    options = Options(
        pdnd=_pdnd(
            env.path("INPS_KEY_FILE", default=str(arguments.database.parent / "sandbox-comune.pem")),
            arguments.database.parent / "sandbox-pdnd.pem",
        ),
        tokens={
            "inps": env.str("INPS_TOKEN", default="demo"),
            "enel": env.str("ENEL_TOKEN", default="demo"),
        },
        step=arguments.step,
        slow=arguments.slow,
    )
    server = _server(arguments.port, arguments.database, options)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    sys.stdout.write(f"Sandbox of the partners: http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    with server:
        server.serve_forever()


def _arguments(port: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m partners.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=port, help="0 for any free one")
    parser.add_argument("--database", type=Path, default=ROOT / "var" / "sandbox.sqlite3")
    parser.add_argument("--step", type=float, default=1.5, help="seconds from received to admitted")
    parser.add_argument("--slow", type=float, default=12, help="seconds before a late answer")
    return parser.parse_args()


def _pdnd(key_file: environ.Path, own_key_file: Path) -> Pdnd:
    try:
        return Pdnd(Path(key_file()), own_key_file)
    except (OSError, ValueError) as error:
        sys.exit(f"The sandbox does not start: it cannot use the key {key_file()} ({error}).")


def _server(port: int, database: Path, options: Options) -> SandboxServer:
    try:
        store = Store(database)
    except (OSError, sqlite3.Error) as error:
        sys.exit(f"The sandbox does not start: it cannot use {database} ({error}).")
    try:
        return SandboxServer(port, store, options)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"The sandbox does not start: port {port} is taken. Free it, or set SANDBOX_PORT.")
        sys.exit(f"The sandbox does not start: it cannot listen on port {port} ({error}).")
    except OverflowError:
        sys.exit(f"The sandbox does not start: {port} is not a port.")


if __name__ == "__main__":
    main()
