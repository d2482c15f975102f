"""The WSGI entry point (gunicorn cope_network.wsgi)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cope_network.settings")

application = get_wsgi_application()
