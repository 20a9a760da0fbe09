"""What happens in the years of an accreditation, in sentences for whoever reads them."""

from __future__ import annotations

from workflows.base import N_

OF_THE_YEARS: dict[tuple[str, str], str] = {
    ("accreditation", "begin"): N_("The accreditation began with the grant."),
    ("accreditation", "suspend"): N_("The accreditation was suspended."),
    ("accreditation", "reinstate"): N_("The board ended the suspension."),
    ("accreditation", "suspension_ends"): N_("The suspension was over."),
    ("accreditation", "withdraw"): N_("The accreditation was withdrawn."),
    ("accreditation", "give_up"): N_("The organisation gave up the accreditation."),
    ("accreditation", "invite_to_renew"): N_("The organisation was invited to renew."),
    ("accreditation", "expire"): N_("The accreditation ended."),
    ("accreditation", "lapse"): N_("The accreditation lapsed: no youth came for four years."),
    ("accreditation", "be_renewed"): N_("The accreditation passed into its renewal."),
    ("accreditation", "restore_on_objection"): N_("The accreditation was restored after an objection."),
    ("measure", "impose"): N_("A measure was imposed."),
    ("measure", "attach"): N_("A condition came with the grant."),
    ("measure", "give_view"): N_("The organisation gave its view on a measure."),
    ("measure", "report_remedy"): N_("The organisation reported that it is put right."),
    ("measure", "accept"): N_("The remedy was accepted; the measure is met."),
    ("measure", "reject"): N_("The remedy was not enough yet."),
    ("measure", "term_passes"): N_("The term of a measure passed."),
    ("measure", "lift"): N_("A measure was lifted."),
    ("measure", "carry_out"): N_("What was announced was carried out."),
    ("check_in", "fall_due"): N_("The yearly check-in was asked."),
    ("check_in", "submit"): N_("The check-in was sent."),
    ("check_in", "miss"): N_("The check-in did not come."),
    ("check_in", "ask_more"): N_("The office asked more about the check-in."),
    ("check_in", "answer"): N_("The organisation answered about its check-in."),
    ("check_in", "review"): N_("The office looked at the check-in."),
    ("check_in", "cancel"): N_("The check-in fell away."),
}
