"""The ASGI entry point, for servers that speak it."""

from __future__ import annotations

import os
import sys

from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cope_network.settings")

try:
    application = get_asgi_application()
except ImproperlyConfigured as error:  # a setting makes no sense: its name is enough
    sys.exit(f"The site does not start: {error}")
