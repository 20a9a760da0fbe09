"""What happens in an agreement and in a request for study credit, in sentences for whoever reads them."""

from __future__ import annotations

from workflows.base import N_

OF_AGREEMENTS: dict[tuple[str, str], str] = {
    ("agreement", "start"): N_("A draft of the agreement was begun."),
    ("agreement", "propose"): N_("The agreement was proposed."),
    ("agreement", "sign"): N_("The agreement was signed."),
    ("agreement", "record_signature"): N_("A signature on paper was recorded."),
    ("agreement", "revise"): N_("The proposal was changed."),
    ("agreement", "correct_contact"): N_("Contact details were corrected."),
    ("agreement", "comment"): N_("Somebody wrote a comment."),
    ("agreement", "take_effect"): N_("The agreement took effect."),
    ("agreement", "propose_change"): N_("A change to the agreement was proposed."),
    ("agreement", "sign_change"): N_("The change was signed."),
    ("agreement", "reject_change"): N_("The change was rejected; the agreement stays as it was."),
    ("agreement", "change_takes_effect"): N_("The change took effect."),
    ("agreement", "ask_assessment"): N_("The supervisor was asked for an assessment."),
    ("agreement", "assess"): N_("The supervisor wrote the assessment."),
    ("agreement", "complete"): N_("The service was completed."),
    ("agreement", "close_unfinished"): N_("The agreement was closed; the service was not completed."),
    ("agreement", "end_early"): N_("The agreement ended early."),
    ("agreement", "state_hours"): N_("A statement of hours was asked."),
    ("agreement", "discard"): N_("The draft was thrown away."),
    ("agreement", "withdraw"): N_("The proposal was withdrawn."),
}
OF_CREDITS: dict[tuple[str, str], str] = {
    ("credit", "start"): N_("A request for study credit was begun."),
    ("credit", "submit"): N_("The request was submitted to the school."),
    ("credit", "take_up"): N_("The school took the request up for review."),
    ("credit", "propose"): N_("The award was proposed to the exam board."),
    ("credit", "send_back"): N_("The school sent the request back, and said what is missing."),
    ("credit", "award"): N_("The school recognised the service."),
    ("credit", "decline"): N_("The credit was not awarded."),
    ("credit", "withdraw"): N_("The request was withdrawn."),
    ("credit", "revoke"): N_("The credit was revoked."),
    ("credit", "award_on_appeal"): N_("The credit was awarded after an appeal."),
}
