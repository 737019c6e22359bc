"""What the worker does for the partners. Arguments are ids only, so that no queue holds personal data."""

import datetime as dt

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from partners import asking, contract_queue, contract_steps, look_ups, raw_answers

# Days for which a finished job stays in the queue's table, to be looked at when something odd happened.
JOBS_KEPT = 7


@app.task(name=look_ups.ASK, retry=RetryStrategy(max_attempts=3, wait=2))
def ask(look_up_id: int) -> None:
    """Put a recorded question to its partner, at most once."""
    asking.take(look_up_id)


@app.task(name=contract_queue.ADVANCE)
def advance_contract(request_id: int) -> None:
    """Take the next step of a request of a contract, if one is due and nobody else takes it."""
    claimed = contract_queue.claim(request_id, at=timezone.now())
    if claimed:
        step = contract_steps.take(claimed)
        contract_queue.note(claimed, step, at=timezone.now())


@app.task(name=look_ups.FORGET)
def forget_answers(visit_id: int) -> None:
    """The visit has ended, and it can no longer be undone."""
    look_ups.forget_answers(visit_id)


@app.periodic(cron="* * * * *")
@app.task(name="partners.pick_up_lost", queueing_lock="partners.pick_up_lost")
def pick_up_lost(timestamp: int) -> None:
    """Go on with what lost its job: late steps of requests, look-ups that nobody will answer."""
    now = timezone.now()
    for request_id in contract_queue.overdue(at=now):
        advance_contract.defer(request_id=request_id)
    look_ups.close_lost(at=now)


@app.periodic(cron="30 3 * * *")
@app.task(name="partners.forget_leftovers", queueing_lock="partners.forget_leftovers")
def forget_leftovers(timestamp: int) -> None:
    """At night no visit goes on: whatever answer is left from the days before goes too, sealed ones in their time."""
    today = timezone.localdate()
    midnight = dt.datetime.combine(today, dt.time.min, timezone.get_current_timezone())
    look_ups.forget_leftovers(before=midnight)
    raw_answers.prune(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="partners.rescue_stalled", queueing_lock="partners.rescue_stalled", pass_context=True)
async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Put jobs back whose worker died: its heartbeat stopped while they were being done."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)


@app.periodic(cron="45 3 * * *")
@app.task(
    name="partners.forget_finished_jobs", queueing_lock="partners.forget_finished_jobs", pass_context=True
)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Keep the queue's table small."""
    await context.app.job_manager.delete_old_jobs(nb_hours=JOBS_KEPT * 24, include_failed=True)
