"""The web server's door. A production server that is set up badly does not open it."""

import os
from functools import partial

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sportello.settings")

application = get_wsgi_application()

from sportello.checks import check_demo_accounts  # noqa: E402 - models are ready only now

# A web server runs no system check by itself, unlike every `manage.py` command.
for look in (checks.run_checks, partial(check_demo_accounts, None, databases=["default"])):
    if errors := [problem for problem in look() if problem.is_serious()]:
        raise ImproperlyConfigured("\n".join(str(problem) for problem in errors))
