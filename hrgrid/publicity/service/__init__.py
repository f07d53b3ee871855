"""What is done with notices and objections."""

from hrgrid.publicity.service.deciding import decide_objection, record_reply
from hrgrid.publicity.service.ending import (
    add_notice_scan,
    close_notice,
    extend_notice,
    vouch_for_time,
    withdraw_notice,
)
from hrgrid.publicity.service.forms import (
    Closing,
    EvidenceFile,
    Finding,
    NoticeForm,
    ObjectionForm,
    ObjectorRow,
)
from hrgrid.publicity.service.objecting import (
    accept_objection,
    add_evidence,
    assign_investigator,
    file_objection,
    open_evidence,
    refuse_objection,
    reveal_objector,
)
from hrgrid.publicity.service.publishing import publish_list

__all__ = [
    "Closing",
    "EvidenceFile",
    "Finding",
    "NoticeForm",
    "ObjectionForm",
    "ObjectorRow",
    "accept_objection",
    "add_evidence",
    "add_notice_scan",
    "assign_investigator",
    "close_notice",
    "decide_objection",
    "extend_notice",
    "file_objection",
    "open_evidence",
    "publish_list",
    "record_reply",
    "refuse_objection",
    "reveal_objector",
    "vouch_for_time",
    "withdraw_notice",
]
