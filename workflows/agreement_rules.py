"""The rules on an agreement, each with its sentence; `workflows.agreement` says where each of them holds."""

from __future__ import annotations

from datetime import date

from workflows.base import N_, Outdated, Refused, Workflow
from workflows.calendar import Length, Unit

LABELS = {
    "youth": N_("the youth"),
    "organisation": N_("the organisation"),
    "school": N_("the school"),
    "guardian": N_("the guardian"),
    "supervisor": N_("the supervisor"),
}


def label(party: str) -> str:
    """The message id of a party, for use within a sentence."""
    return LABELS[party]


def _months_after(day: date, months: int) -> date:
    return Length(months, Unit.MONTHS).after(day) if months else day


class AgreementRules(Workflow):
    """The fifth block of the process file."""

    # -- what an agreement holds ----------------------------------------------------------------------------------
    def everything_is_filled_in(self) -> None:
        """Period, hours, activities, learning outcomes and guidance are filled in."""
        if self.facts.missing:
            raise Refused(N_("Not filled in yet: %(what)s."), what=self.facts.missing)

    def age_fits_the_round(self) -> None:
        """On the first day the youth has the age that the regulation asks."""
        facts = self.facts
        if not facts.round_is_known:
            raise Refused(N_("On the first day of this agreement no such regulation applies. Choose another one."),
                          field="round")  # fmt: skip
        if facts.age_at_start is not None and not facts.youngest <= facts.age_at_start <= facts.oldest:
            raise Refused(
                N_("On the first day the youth is %(age)s. This regulation is for youths from %(youngest)s up to and "
                   "including %(oldest)s."),
                age=facts.age_at_start, youngest=facts.youngest, oldest=facts.oldest,
            )  # fmt: skip

    def period_and_hours_fit_the_round(self) -> None:
        """Period and hours stay within the bounds of the regulation."""
        facts = self.facts
        if facts.starts_on is None or facts.ends_on is None:
            return
        if facts.ends_on <= facts.starts_on:
            raise Refused(N_("The last day comes after the first day."), field="ends_on")
        after = date.fromordinal(facts.ends_on.toordinal() + 1)
        if facts.most_months is not None and after > _months_after(facts.starts_on, facts.most_months):
            raise Refused(N_("This regulation allows at most %(months)s months."), field="ends_on",
                          months=facts.most_months)  # fmt: skip
        if after < _months_after(facts.starts_on, facts.fewest_months):
            raise Refused(N_("This regulation asks for at least %(months)s months."), field="ends_on",
                          months=facts.fewest_months)  # fmt: skip
        if facts.minutes_goal < facts.fewest_minutes:
            raise Refused(N_("This regulation asks for at least %(hours)s hours."), field="hours_goal",
                          hours=facts.fewest_minutes // 60)  # fmt: skip
        if facts.most_minutes is not None and facts.minutes_goal > facts.most_minutes:
            raise Refused(N_("This regulation allows at most %(hours)s hours."), field="hours_goal",
                          hours=facts.most_minutes // 60)  # fmt: skip

    def under_thirteen_no_work(self) -> None:
        """A child under thirteen does no work: only activities of the school."""
        age = self.facts.age_at_start
        if age is not None and age < 13 and self.facts.works:
            raise Refused(N_("Under thirteen working is forbidden by law, also for volunteers. Name only activities "
                             "of the school."))  # fmt: skip

    def something_differs(self) -> None:
        """A new version differs from the present one."""
        if not self.facts.differs:
            raise Refused(N_("Nothing in the agreement has changed, so there is no new version. Contact details are "
                             "corrected on their own page."), field="version")  # fmt: skip

    # -- the parties and their signatures -------------------------------------------------------------------------
    def parties_can_be_reached(self) -> None:
        """The parties are named and can be reached: under sixteen also the guardian, at an address of their own."""
        if self.facts.unreachable:
            raise Refused(N_("Fill in a name and an e-mail address of its own for: %(who)s."),
                          who=self.facts.unreachable)  # fmt: skip

    def consent_is_given(self) -> None:
        """Under sixteen the guardian has given consent."""
        if not self.facts.consent:
            raise Refused(N_("The youth is under sixteen. First the guardian gives consent."))

    def only_who_drafted(self) -> None:
        """Only who drafted it proposes it, or throws it away."""
        if not self.facts.by_who_drafted:
            raise Refused(N_("Only who drafted this agreement does that. You can comment instead."))

    def who_drafted_or_the_youth(self) -> None:
        """Who drafted withdraws it, and the youth always can."""
        if not self.facts.by_who_drafted and self.facts.side != "youth":
            raise Refused(N_("Only who drafted this agreement and the youth withdraw it. You can comment instead."))

    def supervisor_is_named(self) -> None:
        """The organisation names a supervisor with an e-mail address before it signs; not the youth."""
        if self.facts.side == "organisation" and not self.facts.supervisor_can_be_reached:
            raise Refused(N_("Fill in the name and e-mail address of the supervisor under contact details first."))

    def version_is_the_present_one(self) -> None:
        """A signature is put under the version that stands there now."""
        read, present = self.facts.versions
        if read != present:
            raise Outdated(N_("The agreement was changed after you opened it, so you have not signed. Read what "
                              "changed, and sign the version that stands here now."), field="version_id")  # fmt: skip

    def nobody_signs_for_two_sides(self) -> None:
        """Nobody signs for two sides, and somebody who signs is a party."""
        if self.facts.side is not None and self.facts.side not in self.facts.parties:
            raise Refused(N_("You are no party to this agreement."))
        if others := tuple(label(one) for one in self.facts.signed_for if one != self.facts.side):
            raise Refused(N_("You have signed this version for: %(who)s. Nobody signs for two sides."), who=others)

    def signed_once(self) -> None:
        """Each party signs a version once."""
        if self.facts.side in (self.facts.change_signed if self.facts.change_waits else self.facts.signed):
            raise Refused(N_("This version has been signed for your side already."))

    def paper_is_complete(self) -> None:
        """A signature on paper is recorded with its scan, for a party that has not signed yet."""
        party, scanned, day = self.facts.paper
        if party not in self.facts.parties:
            raise Refused(N_("Choose whose signature this is."), field="party")
        if party in (self.facts.change_signed if self.facts.change_waits else self.facts.signed):
            raise Refused(N_("This version has been signed by %(who)s already."), field="party", who=label(party))
        if not scanned:
            raise Refused(N_("Add a scan of the page with the signature."), field="file")
        if day is None or day > self.facts.today:
            raise Refused(N_("Fill in the day on which it was signed, not after today."), field="signed_on")

    def all_have_signed(self) -> None:
        """Every party has signed this version."""
        signed = self.facts.change_signed if self.facts.change_waits else self.facts.signed
        if waiting := tuple(label(party) for party in self.facts.parties if party not in signed):
            raise Refused(N_("Not signed yet by: %(who)s."), who=waiting)

    def host_is_accredited(self) -> None:
        """On the first day, and on the day on which it takes effect when that is later, the organisation's
        accreditation is in force and not suspended.
        """
        facts = self.facts
        if not facts.accredited_at_start:
            day = max(facts.starts_on, facts.today) if facts.starts_on else facts.today
            raise Refused(N_("On %(day)s the organisation has no accreditation in force. Choose a first day within "
                             "its accreditation."), day=day)  # fmt: skip

    # -- changes and comments -------------------------------------------------------------------------------------
    def one_change_at_a_time(self) -> None:
        """One change waits for signatures at a time."""
        if self.facts.change_waits:
            raise Refused(N_("A change is waiting for signatures. Sign or reject that one first."))

    def a_change_waits(self) -> None:
        """There is a change that waits for signatures."""
        if not self.facts.change_waits:
            raise Refused(N_("There is no change that waits for signatures."))

    def comment_says_something(self) -> None:
        """A comment says something."""
        if not self.facts.text.strip():
            raise Refused(N_("Write down what you want to say."), field="text")

    def reason_is_given(self) -> None:
        """The reason is given."""
        if not self.facts.text.strip():
            raise Refused(N_("Write down the reason; the others read it."), field="text")

    # -- the end --------------------------------------------------------------------------------------------------
    def supervisor_is_reachable(self) -> None:
        """The supervisor has a name and an e-mail address."""
        if not self.facts.supervisor_can_be_reached:
            raise Refused(N_("Fill in the name and e-mail address of the supervisor under contact details first."))

    def not_assessed_yet(self) -> None:
        """The supervisor has not written the assessment yet."""
        if self.facts.assessed:
            raise Refused(N_("The supervisor's assessment is in already."))

    def every_outcome_is_assessed(self) -> None:
        """The supervisor says of every learning outcome how far it was reached, once."""
        self.not_assessed_yet()
        if self.facts.unassessed:
            raise Refused(N_("Choose an answer for: %(outcomes)s."), field="outcomes", outcomes=self.facts.unassessed)
        if not self.facts.text.strip():
            raise Refused(N_("Write in your own words how it went."), field="text")

    def hours_are_made(self) -> None:
        """The agreed hours were made and confirmed."""
        facts = self.facts
        if facts.minutes_made < facts.minutes_goal:
            raise Refused(N_("%(made)s of the %(goal)s hours are confirmed."), made=_clock(facts.minutes_made),
                          goal=_clock(facts.minutes_goal))  # fmt: skip

    def hours_were_confirmed(self) -> None:
        """There are confirmed hours to state, whether they count or not."""
        if not self.facts.some_confirmed:
            raise Refused(N_("No hours are confirmed yet, so there is nothing to state."))

    def activities_are_done(self) -> None:
        """The planned activities were carried out."""
        if not self.facts.activities_done:
            raise Refused(N_("Confirm that the planned activities were carried out. If not, end the agreement early "
                             "or change it."), field="activities_done")  # fmt: skip

    def supervisor_has_assessed(self) -> None:
        """The supervisor's assessment is in."""
        if not self.facts.assessed:
            raise Refused(N_("The supervisor's assessment is not in yet. Ask for it first."))

    def four_weeks_after_the_end(self) -> None:
        """It is closed as not completed four weeks after the last day."""
        if self.facts.closes_on is None or self.facts.today < self.facts.closes_on:
            raise Refused(N_("That is possible from %(day)s on, four weeks after the last day."),
                          day=self.facts.closes_on)  # fmt: skip


def _clock(minutes: int) -> str:
    """Minutes as hours and minutes: 15:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"
