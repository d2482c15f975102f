"""To whom every address is open, and what it is about. A new address is classified here.

The first rule whose `names` match counts. `names` is the name of the address in the URL resolver
with its namespaces ("wagtailadmin_pages:edit"), or its route where it has no name; `*` stands for
anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.permissions.access import Access
from tests.permissions.things import Kind

#: stands for the kind of the model that a snippet's namespace names
SNIPPET = "snippet"
SEARCHING = ("", "q={searched}&search={searched}")
EXPORTS = ("", "export=csv", "export=xlsx")

#: what comes with an organisation's first editor and goes with the organisation, by the office
GROUPS_OF_ORGANISATION = frozenset(
    {
        "auth_group",
        "auth_group_permissions",
        "members_editoraccess",
        "wagtailcore_collection",
        "wagtailcore_groupcollectionpermission",
        "wagtailcore_grouppagepermission",
    }
)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. `queries` and `sends` may name values of the thing and of the world in braces.

    With `depends`, whether those who may get an answer depends on the thing (a page that isn't
    scheduled can't be unscheduled). `writes` are system settings that the office changes there all
    the same, `tells` are secrets that whoever gets an answer knows already. A rule that is
    remarkable says `why`.
    """

    names: str
    access: Access
    takes: str = Kind.NOTHING
    depends: bool = False
    queries: tuple[str, ...] = ("",)
    sends: tuple[dict[str, Any], ...] = ({},)
    writes: frozenset[str] = field(default_factory=frozenset)
    tells: frozenset[str] = field(default_factory=frozenset)
    why: str = ""


def rule(names: str, access: Access, takes: str = Kind.NOTHING, **more: Any) -> Rule:
    """A rule in one line."""
    return Rule(names=names, access=access, takes=takes, **more)
