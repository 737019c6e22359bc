"""The benefit rules of the Comune: drafts, trials, publication, what they change and cost."""
