"""What can be done with operators, the office, approvals and at the sign-in."""

from typing import TYPE_CHECKING

from hrgrid.accounts.service.sign_in import NeedsRecoveryCode, recover, sign_in
from hrgrid.core.lazily import loaded_when_asked

if TYPE_CHECKING:
    from hrgrid.accounts.service.approvals import (
        PaperApproval,
        Subject,
        approve,
        record_paper_approval,
        require_approved,
    )
    from hrgrid.accounts.service.holidays import keep_holidays
    from hrgrid.accounts.service.office import (
        choose_setting,
        confirm_recovery_code,
        renew_recovery_code,
        require_recovery_confirmed,
        set_policy,
    )
    from hrgrid.accounts.service.operators import (
        OperatorChange,
        OperatorForm,
        add_operator,
        change_operator,
        change_secret,
        deactivate_operator,
        reactivate_operator,
        reset_secret,
    )
    from hrgrid.accounts.service.set_up import (
        FirstKeys,
        FirstOperator,
        OfficeForm,
        set_up_office,
    )
else:
    # What nobody needs to sign in.
    __getattr__, _ = loaded_when_asked(
        __name__,
        {
            "approvals": "PaperApproval Subject approve record_paper_approval require_approved",
            "holidays": "keep_holidays",
            "office": (
                "choose_setting confirm_recovery_code renew_recovery_code "
                "require_recovery_confirmed set_policy"
            ),
            "operators": (
                "OperatorChange OperatorForm add_operator change_operator change_secret "
                "deactivate_operator reactivate_operator reset_secret"
            ),
            "set_up": "FirstKeys FirstOperator OfficeForm set_up_office",
        },
    )

__all__ = [
    "FirstKeys",
    "FirstOperator",
    "NeedsRecoveryCode",
    "OfficeForm",
    "OperatorChange",
    "OperatorForm",
    "PaperApproval",
    "Subject",
    "add_operator",
    "approve",
    "change_operator",
    "change_secret",
    "choose_setting",
    "confirm_recovery_code",
    "deactivate_operator",
    "keep_holidays",
    "reactivate_operator",
    "record_paper_approval",
    "recover",
    "renew_recovery_code",
    "require_approved",
    "require_recovery_confirmed",
    "reset_secret",
    "set_policy",
    "set_up_office",
    "sign_in",
]
