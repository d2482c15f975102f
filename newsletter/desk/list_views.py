"""A list from elsewhere: a file, what was understood, what will happen, done.

Between the steps the table travels in the page, signed, and no step stores it: the server keeps
nothing of a list that isn't taken in, and of one that is only what came of it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from newsletter.desk.subscriber_forms import ColumnsForm, ListFileForm
from newsletter.desk.subscriber_views import LIST, SubscribersPage
from newsletter.subscribers.lists.planning import Plan, RowFate, plan
from newsletter.subscribers.lists.table import (
    WORKBOOK,
    ListRefused,
    ListTable,
    read_table,
    unpacked,
)
from newsletter.subscribers.lists.taking import take

MOST_SHOWN = 100
SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": "|",
}


class ListView(SubscribersPage):
    """Takes a list in, step by step; each step is a POST of this page."""

    template_name = "wagtailadmin/newsletter/list.html"
    page_title = gettext_lazy("Take in a list")
    header_icon = "upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A file to choose, unless a step says more."""
        kwargs.setdefault("step", "file")
        kwargs.setdefault("file_form", ListFileForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do the step that was sent; begin again where its file can't be read."""
        step = {"columns": self._columns, "preview": self._preview, "take": self._take}
        try:
            return step.get(request.POST.get("step", ""), self._file)(request)
        except ListRefused as refusal:
            form = ListFileForm()
            context = self.get_context_data(file_form=form, refused=refusal.words)
            return self.render_to_response(context)

    def _file(self, request: HttpRequest) -> HttpResponse:
        form = ListFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(file_form=form))
        table = read_table(form.cleaned_data["file"].read())
        return self._show_columns(table, ColumnsForm(table=table))

    def _columns(self, request: HttpRequest) -> HttpResponse:
        """Back to the columns, as they were chosen."""
        table = unpacked(request.POST.get("table", ""))
        return self._show_columns(table, ColumnsForm(request.POST, table=table))

    def _show_columns(self, table: ListTable, form: ColumnsForm) -> HttpResponse:
        separator = "" if table.encoding == WORKBOOK else SEPARATORS.get(table.separator, "")
        context = self.get_context_data(
            step="columns",
            form=form,
            columns=form.columns(),
            encoding=table.encoding,
            separator=separator,
            rows=len(table.rows),
            packed=table.packed(),
        )
        return self.render_to_response(context)

    def _preview(self, request: HttpRequest) -> HttpResponse:
        table = unpacked(request.POST.get("table", ""))
        form = ColumnsForm(request.POST, table=table)
        if not form.is_valid():
            return self._show_columns(table, form)
        found = plan(table, form.answers(), today=timezone.localdate())
        out = found.of(*(fate for fate in RowFate if fate not in (RowFate.NEW, RowFate.ASK)))
        out.sort(key=lambda entry: (entry.fate != RowFate.BAD, entry.row))
        remarks = found.remarks()
        counts = found.counts()
        context = self.get_context_data(
            step="preview",
            counts=[(RowFate(fate).label, count) for fate, count in counts.items()],
            agreed=counts[RowFate.NEW],
            asked=counts[RowFate.ASK],
            something=counts[RowFate.NEW] + counts[RowFate.ASK] + len(found.left_there()),
            out=out[:MOST_SHOWN],
            more_out=max(0, len(out) - MOST_SHOWN),
            remarks=remarks[:MOST_SHOWN],
            more_remarks=max(0, len(remarks) - MOST_SHOWN),
            month_first=found.month_first,
            hidden=form.sent(),
            packed=request.POST["table"],
        )
        return self.render_to_response(context)

    def _take(self, request: HttpRequest) -> HttpResponse:
        table = unpacked(request.POST.get("table", ""))
        form = ColumnsForm(request.POST, table=table)
        if not form.is_valid():
            return self._show_columns(table, form)
        messages.success(request, _in_words(take(table, form.answers(), by=self.user)))
        return redirect(LIST)


def _in_words(found: Plan) -> str:
    """What became of the rows; kinds without any left out."""
    parts = [f"{RowFate(fate).label}: {count}" for fate, count in found.counts().items() if count]
    return _("The list was taken in. %(what)s.") % {"what": " · ".join(parts)}
