"""What records were called that have gone into others: their permanent addresses lead on."""

from __future__ import annotations

from django.db import models

KEY_LENGTH = 200  # a collection's name and an id


class FormerKey(models.Model):
    """One row: the key of a record that is gone, and the key of the one that took its place."""

    key = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    now = models.CharField(max_length=KEY_LENGTH, db_index=True)

    class Meta:
        ordering = ["key"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key} → {self.now}"


def keep_key(key: str, *, now: str) -> None:
    """Let `key`, and what led to it, lead to the record `now`."""
    FormerKey.objects.filter(now=key).update(now=now)
    FormerKey.objects.filter(key=now).delete()
    FormerKey.objects.update_or_create(key=key, defaults={"now": now})


def key_now(key: str) -> str | None:
    """The key of the record that took the place of `key`; None where none did. One query."""
    return FormerKey.objects.filter(key=key).values_list("now", flat=True).first()


def former_ids(collection: str) -> set[str]:
    """The ids of a collection that lead to another record."""
    keys = FormerKey.objects.filter(key__startswith=f"{collection}/").values_list("key", flat=True)
    return {key.partition("/")[2] for key in keys}
