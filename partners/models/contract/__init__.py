"""A request of a contract: its process in request.py, what is written in it by subject in the other modules."""
