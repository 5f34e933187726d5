"""States of accounts as the list of the security administrator tells them apart."""

from datetime import timedelta

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l

UNUSED_AFTER = timedelta(days=90)


class AccountState(Labelled):
    """What holds of an account first, in this order."""

    DISABLED = "disabled", _l("Disabled"), "grey"
    LOCKED = "locked", _l("Locked"), "red"
    FIRST_PASSWORD = "first_password", _l("Waits for its first sign-in"), "amber"
    UNUSED = "unused", _l("Not used for 90 days"), "amber"
    IN_USE = "in_use", _l("In use"), "none"
