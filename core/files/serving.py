"""`/media/` and `/documents/`: gives pictures and files to those who may have them.

Served by the site itself in every set-up, since only it knows what is public now. Nothing is
written, and nobody's session is looked at for what is public.
"""

from __future__ import annotations

import mimetypes
import posixpath
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from core.files.access import CHANGE, is_public_file, may_have, public_rendition, renditions_called
from core.files.storage import hidden_name, is_hidden
from core.headers import PRIVATE

#: Kept, but asked for each time: what went offline is gone at once. The ETag makes asking cheap.
PUBLIC = "public, no-cache"
LONGEST = 100  # of a name in the tables
#: For so long the pictures of a mail that is tried out are shown to whom it was sent.
KEYS_LAST = timedelta(days=14)
_KEYS = "core.serving.keys"


@require_safe
def serve_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give a picture below `/media/`. Raises Http404."""
    if "\0" in name:
        raise Http404  # PostgreSQL can't be asked for that
    folder = name.partition("/")[0]
    if folder == "images":
        shown = public_rendition(_names(name))
        if shown is not None:
            return _answer(request, shown.file, PUBLIC)
        if _has_key(request, name):
            found = renditions_called(_names(name)).first()
            if found is not None:
                return _answer(request, found.file, PRIVATE)
    for_editors = FOR_EDITORS.get(folder)
    found = for_editors(request.user, name) if for_editors and request.user.is_active else None
    if found is None:
        raise Http404
    return _answer(request, found, PRIVATE)


def with_keys(html: str) -> str:
    """Let whoever gets this mail see its pictures, which perhaps aren't public yet.

    For mails that somebody who may see the draft sends to people by name, to try them out.
    """
    address = re.compile(
        re.escape(f"{settings.SITE_URL}{settings.MEDIA_URL}") + r"(images/[^\s\"'?&<>]+)"
    )
    return address.sub(lambda found: f"{found[0]}?key={signing.dumps(found[1], salt=_KEYS)}", html)


def _has_key(request: HttpRequest, name: str) -> bool:
    try:
        named = signing.loads(request.GET.get("key", ""), salt=_KEYS, max_age=KEYS_LAST)
    except signing.BadSignature:
        return False
    return bool(named == name)


def serve_document(
    request: HttpRequest, document_id: str, document_filename: str
) -> HttpResponseBase:
    """Give a file as Wagtail does, to those who may have it. Raises Http404."""
    document = get_object_or_404(get_document_model(), pk=document_id)
    public = is_public_file(document)
    if not public and not may_have(request.user, document):
        raise Http404
    restricted = document.collection.get_view_restrictions().exists()
    response: HttpResponseBase = serve(request, document_id, document_filename)
    response.headers["Cache-Control"] = PUBLIC if public and not restricted else PRIVATE
    if response.headers.get("Content-Encoding") == "None":  # Wagtail's, of a file that isn't packed
        del response.headers["Content-Encoding"]
    return response


def _names(name: str) -> list[str]:
    """The name asked for, or the one it got when the files were given names to keep to oneself."""
    return [name] if is_hidden(name) else [name, hidden_name(name, longest=LONGEST)]


def _rendition(user: Any, name: str) -> Any:
    renditions = get_image_model().get_rendition_model().objects.filter(file__in=_names(name))
    found = renditions.select_related("image__collection").first()
    return found.file if found is not None and may_have(user, found.image) else None


def _original(user: Any, name: str) -> Any:
    """Of an original only who may change it sees more than its renditions."""
    found = get_image_model().objects.filter(file=name).select_related("collection").first()
    return found.file if found is not None and may_have(user, found, actions=(CHANGE,)) else None


def _avatar(user: Any, name: str) -> Any:
    if not user.has_perm("wagtailadmin.access_admin"):
        return None
    found = UserProfile.objects.filter(avatar=name).first()
    return found.avatar if found is not None else None


#: by the first part of the name; nothing else in the folder of uploads is given to anybody
FOR_EDITORS: dict[str, Callable[[Any, str], Any]] = {
    "images": _rendition,
    "original_images": _original,
    "avatar_images": _avatar,
}


def _answer(request: HttpRequest, file: Any, cache: str) -> HttpResponseBase:
    """Return the content of a stored picture, or 304 where the reader has it. Raises Http404."""
    try:
        changed = file.storage.get_modified_time(file.name).timestamp()
        size = file.size
        content = file.open("rb")
    except OSError as error:
        raise Http404 from error
    kind = mimetypes.guess_type(file.name)[0] or ""
    picture = kind.startswith("image/") and "svg" not in kind
    response: Any = FileResponse(
        content,
        as_attachment=not picture,
        filename=posixpath.basename(file.name),
        content_type=kind if picture else "application/octet-stream",
    )
    etag = quote_etag(f"{int(changed * 1_000_000):x}-{size:x}")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    answer = get_conditional_response(request, etag=etag, response=response) or response
    if answer is response and request.method == "GET":
        return answer
    content.close()  # not the response: that would end the request here
    return HttpResponse(headers=answer.headers) if answer is response else answer
