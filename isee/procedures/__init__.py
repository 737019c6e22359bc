"""Applications that the Comune decides: from the form to the letter, calls, lists, reports."""
