"""`manage.py mend_record_ids`: give records whose permanent id is none a proper one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from core.record_ids import free_record_id, is_kebab, kebab
from core.record_models import record_models


class Command(BaseCommand):
    """Mends ids that were made with underscores or colons, and pages left without one.

    Such a page could be neither published nor exported, so nobody knows its address. A second run
    changes nothing. A migration calls it: it touches the ids only, whatever other columns the
    tables have at that time.
    """

    help = "Give records with an impossible permanent id (made from an emoji, say) a proper one."

    def handle(self, *args: Any, **options: Any) -> None:
        """Mend every collection."""
        tables = set(connection.introspection.table_names())
        with transaction.atomic():
            changed = sum(
                self._mend(name, model)
                for name, model in record_models().items()
                if model._meta.db_table in tables
            )
        self.stdout.write(f"{changed} ids mended")
        if changed:
            self.stdout.write("Run `manage.py rebuild_search`: the search knows the old ids.")

    def _mend(self, collection: str, model: Any) -> int:
        rows = model.objects.order_by("pk").values_list("pk", "record_id")
        wrong = [(pk, record_id) for pk, record_id in rows if not is_kebab(record_id)]
        for pk, record_id in wrong:
            wanted = kebab(record_id, otherwise=collection)
            mended = free_record_id(model, wanted=wanted, pk=pk)
            model.objects.filter(pk=pk).update(record_id=mended)
            self.stdout.write(f"{collection}/{record_id} is {collection}/{mended} now")
        return len(wrong)
