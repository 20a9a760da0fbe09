"""The signal (melding sociale veiligheid): what somebody tells the confidential adviser, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow, stays
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class SignalFacts:
    """What the rules on a signal may look at. `readers` counts the advisers who could read it."""

    today: date
    readers: int = 0
    text: str = ""
    shared_with: str = ""
    receiver_is_known: bool = True
    receiver_is_tied: bool = False
    kept_until: date | None = None


class SignalWorkflow(Workflow):
    """What becomes of a signal, who may read it, and when its text is erased."""

    title = N_("Signal about social safety")
    confidential = True

    # -- where it can be ------------------------------------------------------------------------------------------
    received = State(N_("Received"), initial=True)
    under_investigation = State(N_("Under investigation"))
    closed = State(N_("Closed"))
    erased = State(N_("Erased"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "report": Begin("received", N_("Report a signal"), ("something_is_said", "somebody_independent_can_read_it")),
    }
    add = Event(
        received.to.itself(validators="something_is_said")
        | under_investigation.to.itself(validators="something_is_said")
        | closed.to(under_investigation, validators="something_is_said"),
        name=N_("Add something"),
    )
    open = Event(stays(received, under_investigation, closed, validators=[]), name=N_("Open the signal"))
    take_up = Event(received.to(under_investigation), name=N_("Take the signal up"))
    write = Event(under_investigation.to.itself(validators="something_is_said"), name=N_("Write to the reporter"))
    share = Event(
        under_investigation.to.itself(
            validators=["receiver_is_named", "receiver_has_no_ties", "what_is_shared_is_said"]
        ),
        name=N_("Share a part of the signal"),
    )
    open_share = Event(stays(received, under_investigation, closed, validators=[]), name=N_("Open what was shared"))
    hand_over = Event(received.to.itself() | under_investigation.to(received), name=N_("Hand over to another adviser"))
    conclude = Event(under_investigation.to(closed, validators="something_is_said"), name=N_("Close the signal"))
    erase = Event(closed.to(erased, validators="term_of_keeping_has_passed"), name=N_("Erase the signal"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "report": {Role.PUBLIC},
        "add": {Role.REPORTER},
        "open": {Role.CONFIDENTIAL_ADVISER},
        "take_up": {Role.CONFIDENTIAL_ADVISER},
        "write": {Role.CONFIDENTIAL_ADVISER},
        "share": {Role.CONFIDENTIAL_ADVISER},
        "open_share": {Role.INFORMED},
        "hand_over": {Role.CONFIDENTIAL_ADVISER},
        "conclude": {Role.CONFIDENTIAL_ADVISER},
        "erase": {Role.SYSTEM},
    }
    acts_next = {"received": Role.CONFIDENTIAL_ADVISER, "under_investigation": Role.CONFIDENTIAL_ADVISER}

    # -- what follows ---------------------------------------------------------------------------------------------
    # The letters say that there is something to read, and nothing of what it is.
    tell = {
        "report": {Role.CONFIDENTIAL_ADVISER},
        "add": {Role.CONFIDENTIAL_ADVISER},
        "hand_over": {Role.CONFIDENTIAL_ADVISER},
        "share": {Role.INFORMED},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def something_is_said(self) -> None:
        """It says something."""
        if not self.facts.text.strip():
            raise Refused(N_("Write down what you want to say. A few words are enough."), field="text")

    def somebody_independent_can_read_it(self) -> None:
        """There is a confidential adviser who has no ties with the organisation that it is about."""
        if self.facts.readers < 1:
            raise Refused(
                N_("We have no confidential adviser now who has nothing to do with this organisation. So nobody here "
                   "would read your signal in confidence, and we have not kept it. Below you find who can help you "
                   "instead."),
                field="organisation",
            )  # fmt: skip

    def receiver_is_named(self) -> None:
        """It names with whom: somebody of the office, the board or the hearing officers, or an outsider by name."""
        if not self.facts.shared_with.strip():
            raise Refused(N_("Choose with whom you share this, or write down the name."), field="receiver")
        if not self.facts.receiver_is_known:
            raise Refused(N_("Choose one person: an account of the list, or the name of somebody outside."),
                          field="receiver")  # fmt: skip

    def receiver_has_no_ties(self) -> None:
        """It is not shared with an account of somebody who has ties with the organisation that it is about."""
        if self.facts.receiver_is_tied:
            raise Refused(N_("This person has ties with the organisation that the signal is about. Choose somebody "
                             "else."), field="receiver")  # fmt: skip

    def what_is_shared_is_said(self) -> None:
        """It says what is shared; nothing else becomes visible."""
        if not self.facts.text.strip():
            raise Refused(N_("Write down what you share. The other sees exactly this text, and nothing else."),
                          field="text")  # fmt: skip

    def term_of_keeping_has_passed(self) -> None:
        """The term of keeping after it was closed has passed."""
        until = self.facts.kept_until
        if until is None or self.facts.today <= until:
            raise Refused(N_("This signal is kept until %(day)s."), day=until)
