"""What the worker does for applications."""

from __future__ import annotations

from core.work.worker import register_slice
from joining.services import unanswered
from joining.services.erasing import (
    erase_admitted,
    erase_referees,
    erase_refused,
    erase_unfinished,
    erase_unproved,
    sweep_files,
    warn_of_erasure,
)
from joining.services.referees import ask_waiting, remind

register_slice("joining: referees to ask", ask_waiting, every=3600)
register_slice("joining: reminders", remind, every=3600)
# it deletes nothing, but what it says of the days must be true
register_slice("joining: drafts that end soon", warn_of_erasure, every=3600, deletes=True)
# these delete nothing either, but they end what somebody wrote, by the clock
register_slice("joining: questions to answer", unanswered.remind, every=3600, deletes=True)
register_slice("joining: unanswered", unanswered.close, every=3600, deletes=True)
register_slice("joining: unfinished", erase_unfinished, every=3600, deletes=True)
register_slice("joining: unproved", erase_unproved, every=3600, deletes=True)
register_slice("joining: refused", erase_refused, every=3600, deletes=True)
register_slice("joining: admitted", erase_admitted, every=3600, deletes=True)
register_slice("joining: referees", erase_referees, every=3600, deletes=True)
register_slice("joining: lost files", sweep_files, every=86_400, deletes=True)
