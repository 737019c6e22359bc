"""A stand-in for the partners' systems: a process of its own that speaks HTTP as docs/openapi/ says.

It shares no code with the adapters, so that a mistake of theirs cannot be its own too. See docs/sandbox.md.
"""
