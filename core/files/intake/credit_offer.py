"""In the editor: what a picture's file says about who made it is offered beside the picture."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from core.files.intake.states import PictureIntake

URL_NAME = "picture_credit"


@require_GET
def credit(request: HttpRequest, pk: int) -> JsonResponse:
    """The credit found in a picture's file, for whoever may choose it. Raises Http404."""
    policy = policy_registry.get_by_type(get_image_model())
    allowed = policy.instances_user_has_any_permission_for(request.user, ["choose", "change"])
    if not allowed.filter(pk=pk).exists():
        raise Http404
    found = PictureIntake.objects.filter(image_id=pk).values_list("credit", flat=True).first()
    return JsonResponse({"credit": found or ""})


def script() -> SafeString:
    """The script that offers it; its words are in a data attribute."""
    words = {"found": _("Found in the picture’s file. Please check it:"), "take": _("Take it over")}
    return format_html(
        '<script src="{}" data-words="{}" data-address="{}" defer></script>',
        static("js/picture-credit.js"),
        json.dumps(words, ensure_ascii=False),
        reverse(URL_NAME, args=[0]),
    )


urlpatterns = [path("pictures/<int:pk>/credit/", credit, name=URL_NAME)]
