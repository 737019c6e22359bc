"""The lines of the program's own log (settings.LOGGING): what was typed never gets into one."""

import logging
from traceback import format_tb
from types import TracebackType

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutMessages(logging.Formatter):
    """Tells of an error where it happened and its kind, never its message.

    There PostgreSQL quotes the row that it refused, and Python the value that it could not read.
    """

    def formatException(self, ei: ErrorInfo) -> str:
        told: list[str] = []
        error = ei[1]
        while error:
            told = [
                *format_tb(error.__traceback__),
                f"{type(error).__module__}.{type(error).__qualname__}\n",
                *told,
            ]
            error = error.__cause__ or error.__context__
        return "".join(told).rstrip()
