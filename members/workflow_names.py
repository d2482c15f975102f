"""The planted workflow and its task are called in the language of whoever reads their names.

Wagtail stores one name of each. What `members.office` planted is translated when a row is read and
put back before it is saved; a name that an administrator chose stays as it is.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models.signals import post_init, pre_save
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _
from wagtail.models import GroupApprovalTask, Task, Workflow

WORKFLOW = _("Send to the office")
TASK = _("The network office")


@cache
def _planted() -> dict[str, str]:
    """What each planted name is called, in any language → the name as it is stored."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.update({gettext(name): name for name in (WORKFLOW, TASK)})
    return said


def _say(instance: Any, **kwargs: Any) -> None:
    del kwargs
    stored = instance.__dict__.get("name")  # not there where the column was deferred
    if stored in (WORKFLOW, TASK):
        instance.name = gettext(stored)


def _store(instance: Any, **kwargs: Any) -> None:
    del kwargs
    instance.name = _planted().get(instance.name, instance.name)


def connect() -> None:
    """Translate at every reading; called once when Django is ready."""
    for model in (Workflow, Task, GroupApprovalTask):
        uid = f"members-workflow-names-{model.__name__}"
        post_init.connect(_say, sender=model, dispatch_uid=uid)
        pre_save.connect(_store, sender=model, dispatch_uid=uid)
