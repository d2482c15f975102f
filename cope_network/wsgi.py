"""The WSGI entry point (gunicorn cope_network.wsgi)."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cope_network.settings")
WONT_START = 3  # gunicorn stops at this code instead of starting its workers over and over

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:  # a setting makes no sense: its name is enough
    sys.stderr.write(f"The site does not start: {error}\n")
    sys.exit(WONT_START)
