"""Tables that the admin gives to download: what an editor wrote is no formula for the office."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import make_administrator, make_update

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://example.org/","Click")'


@pytest.mark.parametrize("report", ["site-history", "aging-pages", "workflow"])
def test_no_cell_of_a_report_begins_as_a_formula(report: str) -> None:
    administrator = make_administrator()
    page = make_update(title=FORMULA)
    page.last_published_at = timezone.now()
    page.save()
    page.save_revision(user=administrator, log_action=True)
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, administrator)
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(administrator)

    answer: Any = browser.get(f"/admin/reports/{report}/?export=csv")

    cells = [cell for row in csv.reader(io.StringIO(answer.getvalue().decode())) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith("=")]
