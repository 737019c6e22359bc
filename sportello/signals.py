"""What the floor tells the other apps without knowing them."""

from django.dispatch import Signal

# The visit has ended and that is committed: what was kept only while it lasted may go. Sent with `visit` and `at`.
visit_closed = Signal()
