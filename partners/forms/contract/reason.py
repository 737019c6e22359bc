from django import forms

from sportello.forms.citizen import LineField


class ReasonForm(forms.Form):
    """Why a supervisor puts a hand into the queue."""

    reason = LineField(
        label="Perché",
        max_length=200,
        error_messages={"required": "Scrivi perché: lo legge chi segue la richiesta."},
    )
