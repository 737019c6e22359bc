"""Tax codes and PODs for which the sandbox has a fixed outcome. docs/sandbox.md tells them to people.

The check letters are right; the town X000 does not exist, so that no living person can have such a code.
"""

# Look-ups, of both partners.
FOUND = "XXXTRV50A01X000E"
NOT_FOUND = "XXXNTR50A01X000A"
REFUSED = "XXXRFT50A01X000F"
NONSENSE = "XXXRTT50A01X000G"
DOWN = "XXXGIU50A01X000B"
# Every other call is dropped: who asks again at once is answered.
DOWN_ONCE = "XXXUNA50A01X000W"
SLOW = "XXXLNT50A01X000G"
QUOTA = "XXXQTA50A01X000M"
UNAVAILABLE = "XXXFRM50A01X000H"

# Requests for contracts.
POD_REFUSED = "IT001E99990001"
POD_NOT_ADMITTED = "IT001E99990002"
POD_FAILED = "IT001E99990003"
POD_DROPPED_BEFORE = "IT001E99990004"
POD_DROPPED_AFTER = "IT001E99990005"
POD_SLOW = "IT001E99990006"
