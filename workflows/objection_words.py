"""The words of an objection: what is contested, the grounds, the outcomes and what can follow from them."""

from __future__ import annotations

from workflows.marker import N_

# Against what one can object, as "noun.event".
CONTESTED: dict[str, str] = {
    "application.set_aside": N_("Decision to set the application aside"),
    "application.refuse": N_("Decision to refuse"),
    "application.grant": N_("Decision to grant"),
    "application.grant_on_objection": N_("Decision to grant after an objection"),
    "accreditation.suspend": N_("Decision to suspend"),
    "accreditation.withdraw": N_("Decision to withdraw"),
    "accreditation.lapse": N_("The lapse of the accreditation"),
}
LATE_WAYS: dict[str, str] = {
    "excusable": N_("Take it up: the lateness is excusable (art. 6:11 Awb)"),
    "left_to_decision": N_("Take it up, and leave the lateness to the decision"),
}
NO_HEARING: dict[str, str] = {
    "inadmissible": N_("The objection is clearly inadmissible"),
    "unfounded": N_("The objection is clearly unfounded"),
    "waived": N_("The organisation said that it does not want to be heard"),
    "no_answer": N_("The organisation did not say in time that it wants to be heard"),
    "met": N_("The objection is met in full and harms nobody else"),
}
INADMISSIBLE: dict[str, str] = {
    "late": N_("It came too late and that cannot be excused (art. 6:7 to 6:11 Awb)"),
    "not_completed": N_("What was missing was asked and did not come in time (art. 6:6 Awb)"),
    "no_decision": N_("It is directed against something that is not a decision (art. 1:3 and 7:1 Awb)"),
    "no_interest": N_("Who objects has no interest of its own in it (art. 1:2 and 7:1 Awb)"),
}
OUTCOMES: dict[str, str] = {
    "declare_well_founded": N_("Well-founded"),
    "declare_partly_founded": N_("Partly well-founded"),
    "declare_unfounded": N_("Unfounded"),
    "declare_inadmissible": N_("Inadmissible"),
}
WON = ("declare_well_founded", "declare_partly_founded")
# What a decision in its place can be, by what was contested (art. 7:11 lid 2 Awb).
CONSEQUENCES: dict[str, str] = {
    "grant": N_("The board grants the accreditation after all; the form for that follows"),
    "reopen": N_("The application is assessed again"),
    "restore": N_("The accreditation counts as never suspended, withdrawn or lapsed"),
    "other": N_("Something else; it stands in the decision"),
}
POSSIBLE: dict[str, tuple[str, ...]] = {
    "application.set_aside": ("reopen",),
    "application.refuse": ("grant", "reopen"),
    "application.grant": ("other",),
    "application.grant_on_objection": ("other",),
    "accreditation.suspend": ("restore", "other"),
    "accreditation.withdraw": ("restore",),
    "accreditation.lapse": ("restore",),
}
EFFECT_OF_OBJECTION = N_("An objection does not suspend the decision (art. 6:16 Awb): until the decision on it, what "
                         "was decided holds.")  # fmt: skip
LATER_DECISION = N_("A decision that withdraws, changes or replaces the one under objection is allowed, and the "
                    "objection is then directed against it too (art. 6:18 and 6:19 Awb).")  # fmt: skip
