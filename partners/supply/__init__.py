"""The rules of the supply of electricity: which operation, who may ask for it, by when. No Django, no clock."""
