"""One row of each kind that the worker ends by the clock, planted as of any moment.

A time limit in the table of personal data that is missing here fails `test_limits.py`: add a
function that makes one row for which the limit begins at `at`.
"""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession, FormState
from wagtail.images.models import Image
from wagtail.models import (
    Comment,
    ModelLogEntry,
    PageLogEntry,
    Revision,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)

from core.editing.sent_forms import SentForm
from core.mail.outgoing import OutgoingMail
from core.throttling.counting import ThrottleCount
from core.work.forgetting import SLICE
from core.work.slices import BACKEND, TIDYING
from home.models import StandardPage
from joining.models import Application, ApplicationStatus, Referee
from members.memberships.contacts import FORGET_CONTACTS
from members.models import Invitation, Membership, MembershipContact, MembershipStatus
from newsletter.models import (
    Action,
    ConsentEvent,
    Delivery,
    DeliveryState,
    How,
    Mailing,
    MailingState,
    State,
    Subscriber,
    Variant,
)
from newsletter.pseudonyms import digest_of
from search.models import QueryCount
from tests.builders import (
    image_file,
    make_category,
    make_organisation,
    make_standard_page,
    make_user,
)
from tests.joining.making import make_application, make_sent
from users.login_records import Session

Row = models.Model
_APPLICANTS = (f"applicant{number}@example.org" for number in itertools.count(1))
_numbers = itertools.count(1)


def _page() -> StandardPage:
    return make_standard_page(heading=f"Page {next(_numbers)}")


def _mail(at: datetime) -> Row:
    return OutgoingMail.objects.create(
        to="ana@example.org", subject="News", state=OutgoingMail.State.SENT, finished_at=at
    )


def _count(at: datetime) -> Row:
    return ThrottleCount.objects.create(
        rule="x",
        key=f"key {next(_numbers)}",
        network="192.0.2.0",
        count=1,
        since=at.timestamp(),
        until=0,
    )


def _form(at: datetime) -> Row:
    return SentForm.objects.create(token=uuid.uuid4(), user=make_user(), created_at=at)


def _session(at: datetime) -> Row:
    ends = at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Session.objects.create(
        session_key=f"key{next(_numbers)}", session_data="x", expire_date=ends, user=make_user()
    )


def _login(at: datetime) -> Row:
    return make_user(is_active=False, left_at=at)


def _invitation(at: datetime) -> Row:
    return Invitation.objects.create(
        organisation=make_organisation(),
        email="ana@example.org",
        language="en",
        digest=str(next(_numbers)),
        expires_at=at,
    )


def _task(at: datetime) -> Row:
    return DBTaskResult.objects.create(
        status="SUCCESSFUL",
        backend_name=BACKEND,
        task_path="a.b",
        args_kwargs={"args": [], "kwargs": {}},
        finished_at=at,
        run_after=at,
        worker_ids=[],
        exception_class_path="",
        traceback="",
    )


def _users() -> ContentType:
    return ContentType.objects.get(app_label="users", model="user")


def _editing(at: datetime) -> Row:
    return EditingSession.objects.create(
        user=make_user(), content_type=_users(), object_id="1", last_seen_at=at
    )


def _state(at: datetime) -> Row:
    return FormState.objects.create(
        user=make_user(), data="title=Ana", content_type=_users(), object_id="1", last_updated_at=at
    )


def _upload(at: datetime) -> Row:
    upload = UploadedFile(
        uploaded_by_user=make_user(), for_content_type=ContentType.objects.get_for_model(Image)
    )
    upload.file.save("picture.png", image_file())
    os.utime(upload.file.path, (at.timestamp(), at.timestamp()))
    return upload


def _page_log(at: datetime) -> Row:
    page = _page()
    entry = PageLogEntry.objects.log_action(page, "wagtail.edit", user=make_user())
    PageLogEntry.objects.filter(pk=entry.pk).update(timestamp=at)
    return entry


def _model_log(at: datetime) -> Row:
    user = make_user()
    entry = ModelLogEntry.objects.log_action(user, "wagtail.edit", user=user)
    ModelLogEntry.objects.filter(pk=entry.pk).update(timestamp=at)
    return entry


def _unfinished(at: datetime) -> Row:
    return make_application(complete=False, email=next(_APPLICANTS), changed_at=at)


def _unproved(at: datetime) -> Row:
    row = make_application(complete=False, email=next(_APPLICANTS), proved_at=None, changed_at=None)
    Application.objects.filter(pk=row.pk).update(created_at=at)
    return row


def _refused(at: datetime) -> Row:
    return make_sent(
        email=next(_APPLICANTS), status=ApplicationStatus.WITHDRAWN, closed_at=at, person="Ana"
    )


def _admitted(at: datetime) -> Row:
    return make_sent(
        email=next(_APPLICANTS),
        status=ApplicationStatus.ADMITTED,
        closed_at=at,
        decision="By the board.",
        decided_on=timezone.localdate(at).isoformat(),
    )


def _referee(at: datetime) -> Row:
    return Referee.objects.get(application=_refused(at))


def _version(at: datetime) -> Row:
    page = _page()
    version = page.save_revision(user=make_user())
    page.save_revision().publish()
    Revision.objects.filter(pk=version.pk).update(created_at=at)
    return Revision.objects.get(pk=version.pk)


def _comment(at: datetime) -> Row:
    page = _page()
    return Comment.objects.create(
        page=page.page_ptr,
        user=make_user(),
        text="Ask Ana",
        contentpath="title",
        resolved_at=at,
        resolved_by=make_user(),
    )


def _workflow_state(at: datetime) -> WorkflowState:
    page = _page()
    of = ContentType.objects.get_for_model(page)
    state = WorkflowState.objects.create(
        content_type=of,
        base_content_type=ContentType.objects.get_for_model(page.page_ptr),
        object_id=str(page.pk),
        workflow=Workflow.objects.create(name=f"Flow {next(_numbers)}"),
        requested_by=make_user(),
    )
    WorkflowState.objects.filter(pk=state.pk).update(
        created_at=at, status=WorkflowState.STATUS_APPROVED
    )
    return state


def _task_state(at: datetime) -> Row:
    state = _workflow_state(at)
    return TaskState.objects.create(
        workflow_state=state,
        revision=_page().save_revision(),
        task=Task.objects.create(name=f"Task {next(_numbers)}"),
        status=TaskState.STATUS_APPROVED,
        finished_by=make_user(),
        comment="Ask Ana",
        content_type=ContentType.objects.get_for_model(TaskState),
    )


def _searches(at: datetime) -> Row:
    return QueryCount.objects.create(
        month=at.date().replace(day=1), digest=f"{next(_numbers)}", language="en", text="ana"
    )


def _subscriber(at: datetime, **fields: object) -> Subscriber:
    email = f"reader{next(_numbers)}@example.org"
    reader = Subscriber.objects.create(email=email, languages=["en"], **fields)
    Subscriber.objects.filter(pk=reader.pk).update(created_at=at)
    return reader


def _ended(at: datetime) -> Row:
    reader = _subscriber(at, state=State.UNSUBSCRIBED)
    ConsentEvent.objects.create(
        subscriber=reader,
        digest=digest_of(reader.email),
        action=Action.WITHDRAWN,
        how=How.ONE_CLICK,
        at=at,
    )
    return reader


def _unconfirmed(at: datetime) -> Subscriber:
    return _subscriber(at, state=State.PENDING, asked_at=at)


def _unanswered(at: datetime) -> Row:
    row = _unconfirmed(at)
    ConsentEvent.objects.create(
        subscriber=row, digest="x", action=Action.REQUESTED, how=How.IMPORT, at=at
    )
    return row


def _delivery(at: datetime) -> Delivery:
    mailing = Mailing.objects.create(state=MailingState.FINISHED, finished_at=at)
    return Delivery.objects.create(
        mailing=mailing,
        subscriber=_subscriber(at, state=State.ACTIVE, confirmed_at=at),
        state=DeliveryState.FAILED,
        last_error="ana@example.org is unknown",
        variant=Variant.objects.create(mailing=mailing, name="en;FR;visits", language="en"),
        finished_at=at,
    )


def _variant(at: datetime) -> Row:
    variant = _delivery(at).variant
    assert variant is not None
    return variant


def _consent(at: datetime) -> Row:
    return ConsentEvent.objects.create(
        digest=f"{next(_numbers)}", action=Action.ERASED, how=How.OFFICE, at=at
    )


def _contact(at: datetime) -> Row:
    membership = Membership.objects.create(
        name="Casa Verde",
        category=make_category(),
        status=MembershipStatus.ACTIVE,
        until=at.date().isoformat(),
    )
    return MembershipContact.objects.create(membership=membership, role="practice", name="Ana")


#: (model, slice): makes a row whose time begins at a moment
PLANTED: dict[tuple[str, str], Callable[[datetime], Row]] = {
    ("core.OutgoingMail", TIDYING): _mail,
    ("core.ThrottleCount", TIDYING): _count,
    ("core.SentForm", TIDYING): _form,
    ("users.Session", TIDYING): _session,
    ("users.User", "people: logins that left"): _login,
    ("members.Invitation", "people: old invitations"): _invitation,
    ("django_tasks_database.DBTaskResult", TIDYING): _task,
    ("wagtailadmin.EditingSession", SLICE): _editing,
    ("wagtailadmin.FormState", SLICE): _state,
    ("wagtailcore.UploadedFile", SLICE): _upload,
    ("wagtailcore.PageLogEntry", SLICE): _page_log,
    ("wagtailcore.ModelLogEntry", SLICE): _model_log,
    ("wagtailcore.Revision", SLICE): _version,
    ("wagtailcore.Comment", SLICE): _comment,
    ("wagtailcore.WorkflowState", SLICE): _workflow_state,
    ("wagtailcore.TaskState", SLICE): _task_state,
    ("search.QueryCount", "query log: old counts"): _searches,
    ("joining.Application", "joining: unfinished"): _unfinished,
    ("joining.Application", "joining: unproved"): _unproved,
    ("joining.Application", "joining: refused"): _refused,
    ("joining.Application", "joining: admitted"): _admitted,
    ("joining.Referee", "joining: referees"): _referee,
    ("newsletter.Subscriber", "newsletter: ended"): _ended,
    ("newsletter.Subscriber", "newsletter: unconfirmed"): _unconfirmed,
    ("newsletter.Subscriber", "newsletter: unanswered"): _unanswered,
    ("newsletter.Delivery", "newsletter: old mailings"): _delivery,
    ("newsletter.Variant", "newsletter: old mailings"): _variant,
    ("newsletter.ConsentEvent", "newsletter: old consent"): _consent,
    ("members.MembershipContact", FORGET_CONTACTS): _contact,
}
