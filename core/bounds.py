"""How much one record takes, and one form: forms, import and database ask the same.

Nobody writes as much. What has no bound, one person makes so large that everybody waits for it.
"""

from __future__ import annotations

from typing import Final

#: Rows of one kind in a record, and of all kinds in a form of the admin, which takes some hundredth
#: of a second for each.
MOST_ROWS: Final = 200
MOST_ROWS_IN_ALL: Final = 400
