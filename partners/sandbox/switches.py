"""What changes how the sandbox behaves while it runs. A restart sets everything right again."""

import threading
from collections import Counter

from partners.sandbox.gateway import Security

PARTNERS = ("inps", "enel", "pdnd")
FAULTS = ("down", "slow", "quota", "unavailable")
TRACKING = ("none", "audit01", "audit02")
INTEGRITY = ("none", "rest02")


class Switches:
    """Faults of a whole partner, the count of its calls, and who is to be dropped this time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: dict[str, str | None] = dict.fromkeys(PARTNERS)
        self._calls = Counter(dict.fromkeys(PARTNERS, 0))
        self._dropped_last = dict.fromkeys(PARTNERS, False)
        self.security = Security()

    def set_fault(self, partner: object, fault: object) -> bool:
        """Switch a fault on, or off with None; False when there is no such partner or fault."""
        if partner not in PARTNERS or fault not in (None, *FAULTS):
            return False
        with self._lock:
            self._faults[str(partner)] = None if fault is None else str(fault)
        return True

    def set_security(self, tracking: object, integrity: object) -> bool:
        """What INPS's ISEE services want signed; False when there is no such pattern."""
        if tracking not in TRACKING or integrity not in INTEGRITY:
            return False
        self.security = Security(str(tracking), str(integrity))
        return True

    def count_call(self, partner: str) -> str | None:
        """One more call to a partner; returns the fault that it meets, if any."""
        with self._lock:
            self._calls[partner] += 1
            return self._faults[partner]

    def trips(self, partner: str) -> bool:
        """True every other time, the first included."""
        with self._lock:
            self._dropped_last[partner] = not self._dropped_last[partner]
            return self._dropped_last[partner]

    def health(self) -> dict[str, object]:
        """What GET /_health tells."""
        with self._lock:
            return {"status": "ok", "faults": dict(self._faults), "calls": dict(self._calls)}
