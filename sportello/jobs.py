"""What the worker does for the counter."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sportello import drafts


@app.periodic(cron="15 3 * * *")
@app.task(name="sportello.forget_drafts", queueing_lock="sportello.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """What somebody began to type days ago and left is personal data that nobody waits for."""
    drafts.forget_old(before=drafts.oldest_kept(timezone.now()))
