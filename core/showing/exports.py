"""Text that leaves the site: in cells of a spreadsheet, in XML, and with an ETag."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

#: A spreadsheet takes a cell for a formula if it begins so, some of them after blanks
#: (OWASP, CSV injection; the wide signs are those of East Asian keyboards).
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
#: What XML 1.0 can't hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe_cell(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula: such text begins with an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) else text


def connect() -> None:
    """Keep the cells of the admin's CSV files, which Wagtail writes, from being formulas too."""
    from wagtail.admin.views.mixins import SpreadsheetExportMixin  # once Wagtail is ready

    plain = SpreadsheetExportMixin.preprocess_field_value

    def preprocessed(view: Any, field: str, value: Any, export_format: str) -> Any:
        found = plain(view, field, value, export_format)
        is_text = export_format == view.FORMAT_CSV and isinstance(found, str)
        return safe_cell(found) if is_text else found

    SpreadsheetExportMixin.preprocess_field_value = preprocessed


def xml_text(text: str) -> str:
    """Leave out the characters that XML can't hold."""
    return _NO_XML.sub("", text)


def answer(request: HttpRequest, body: bytes, content_type: str) -> HttpResponseBase:
    """Answer with an ETag of the content, or 304 where the reader has it already."""
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
