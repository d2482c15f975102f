"""Addresses: the admin and machine addresses without, everything for readers with a language."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cope_network.api import api
from cope_network.patterns import samples
from core.editing.sending_once import adds_once
from core.files.serving import serve_document, serve_media
from home import urls as home_urls
from newsletter.subscribers.views import one_click
from newsletter.subscribers.webhooks import webhook_urls

handler400 = "home.views.not_understood"
handler403 = "home.views.refused"
handler500 = "home.views.broken"

adds_once(wagtailadmin_urls.urlpatterns)

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include("users.second_factor.urls")),
    path("admin/", include("members.admin.urls")),  # first: it closes some of Wagtail's own
    path("admin/", include("members.admin.system_urls")),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serve_document),  # in place of Wagtail's own
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", serve_media),
    path("api/v1/", api.urls),
    path("newsletter/one-click/<str:token>/", one_click, name="newsletter_one_click"),
    *webhook_urls(),
    path("", include("maps.old_addresses")),
    path("", include(home_urls)),
]

if settings.DEBUG:
    urlpatterns += [
        path("patterns/", lambda request: render(request, "patterns.html", samples())),
    ]

# Whatever a view answers here, no page directly below the front page may be called (home.E001).
urlpatterns += i18n_patterns(
    path("search/", include("search.urls")),
    path("map/", include("maps.urls")),
    path("join/", include("joining.urls")),
    path("newsletter/", include("newsletter.urls")),
    path("invitation/", include("members.people.urls")),
    *home_urls.localised_urlpatterns,
    path("", include("practices.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
