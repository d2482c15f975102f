"""Settings of the test run: the real ones, with a temporary data directory and fast choices.

`DATABASE_URL` is honoured: without it the tests run on SQLite, with it on that server. Each process
of a parallel run has its own data directory, so files, images and search indexes never meet.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import zlib
from pathlib import Path

TEST_DATA_DIR = Path(tempfile.mkdtemp(prefix="cope-network-test-"))
atexit.register(shutil.rmtree, TEST_DATA_DIR, ignore_errors=True)

# The environment of the person who runs the tests must not reach them, the database excepted.
hidden = (
    "EMAIL_URL MEDIA_ROOT APPLICATIONS_ROOT SEARCH_API_KEY SEARCH_CA_FILE SEARCH_URL SITE_URL "
    "NETWORK_NAME TIME_ZONE "
    "TRANSLATION_API_KEY TRANSLATION_URL ANYMAIL EMAIL_BACKEND NEWSLETTER_PER_HOUR "
    "TRUSTED_PROXIES"
)
for name in hidden.split():
    os.environ.pop(name, None)
    os.environ.pop(f"{name}_FILE", None)
os.environ.update(
    {
        "DATA_DIR": str(TEST_DATA_DIR),
        "DEBUG": "False",
        "SECRET_KEY": "only-for-tests",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "EMAIL_URL": "memory:",
        "LOG_LEVEL": "WARNING",
    }
)

from cope_network.settings import *  # noqa: E402, F403
from cope_network.settings import BASE_DIR, DATABASES, STORAGES  # noqa: E402

THROTTLING = False  # thousands of requests from one address; its own tests switch it on
SECOND_FACTOR_REQUIRED = False  # but for the tests of it
FORMS_NEED_NOTICE = False  # the tests of it switch it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed only
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"  # no collectstatic before
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the live server of browser tests then has connections of its own, as in
    # production. Nothing is kept, so nothing needs to reach the disk; `pytest --reuse-db` keeps it,
    # while the migrations are those that made it.
    kept = BASE_DIR / "var" / "test"
    place = kept if "--reuse-db" in sys.argv else TEST_DATA_DIR
    place.mkdir(parents=True, exist_ok=True)
    migrations = sorted(path.name for path in BASE_DIR.glob("*/migrations/0*.py"))
    made_by = zlib.crc32(" ".join(migrations).encode())
    DATABASES["default"]["TEST"] = {"NAME": str(place / f"test-{made_by:x}.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
