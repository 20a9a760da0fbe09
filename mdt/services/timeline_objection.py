"""What happened in an objection, in sentences."""

from __future__ import annotations

from workflows.base import N_

OF_OBJECTIONS: dict[tuple[str, str], str] = {
    ("objection", "lodge"): N_("The objection was lodged."),
    ("objection", "ask_completion"): N_("The office asked to complete the objection."),
    ("objection", "complete"): N_("The objection was completed."),
    ("objection", "take_up"): N_("The objection was taken up."),
    ("objection", "plan_hearing"): N_("The hearing was planned."),
    ("objection", "plan_again"): N_("The hearing was planned on another day."),
    ("objection", "waive_hearing"): N_("There is no hearing."),
    ("objection", "report_hearing"): N_("The hearing was held and reported."),
    ("objection", "advise"): N_("The hearing officer gave advice."),
    ("objection", "adjourn"): N_("The decision was adjourned by six weeks."),
    ("objection", "consent_to_further_delay"): N_("The organisation agreed to a later decision on its objection."),
    ("objection", "delay_for_procedure"): N_("The decision was delayed for a procedure that the law asks."),
    ("objection", "put_in_default"): N_("Notice of default was given: the decision on the objection is late."),
    ("objection", "extend_to"): N_("By law the objection is directed against a later decision too."),
    ("objection", "declare_inadmissible"): N_("The objection was declared inadmissible."),
    ("objection", "declare_well_founded"): N_("The objection was declared well-founded."),
    ("objection", "declare_partly_founded"): N_("The objection was declared partly well-founded."),
    ("objection", "declare_unfounded"): N_("The objection was declared unfounded."),
    ("objection", "withdraw"): N_("The objection was withdrawn."),
}
