"""What the worker does for benefits. Arguments are ids only, so that no queue holds personal data."""

from procrastinate.contrib.django import app

from isee.rules import cost_estimates


@app.task(name=cost_estimates.COUNT)
def count_cost(estimate_id: int) -> None:
    """Count what a rule would cost over the households of a year."""
    cost_estimates.count(estimate_id)
