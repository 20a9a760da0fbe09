"""The stage on which fictional cases are played: its people, and a business date that moves along with each step."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta

from flask_security.utils import hash_password

from mdt.access import SYSTEM
from mdt.demo import cast, play
from mdt.demo.cast import Host
from mdt.demo.play import Case, Staff, Words
from mdt.models import Membership, Organisation, Person
from mdt.services import account, clock, framework, framework_versions, membership
from mdt.services import organisation as organisations

PREDECESSOR, PREDECESSOR_FROM = "2021-1", date(2021, 1, 1)

# The days after the submission on which each step takes place.
PACE: dict[str, int] = {
    "submit": 0, "take_up": 4, "invite": 4, "clear": 6, "plan": 7, "agree": 9, "hold": 21, "note": 21, "report": 23,
    "assess_lead": 27, "assess_second": 28, "confer": 31, "advise": 33, "grant": 40, "intend_refusal": 40,
    "give_view": 47, "refuse": 56,
}  # fmt: skip
COURSE: tuple[str, ...] = tuple(PACE)[:13]
VISIT_AFTER = (PACE["hold"], PACE["hold"] + 1)


def publish_frameworks() -> None:
    """Publish the frameworks that we ship, and a predecessor for cases of years ago."""
    for version in framework.shipped():
        framework_versions.publish(version)
    newest = framework.shipped()[-1]
    content = newest.content | {"version": PREDECESSOR, "valid_from": PREDECESSOR_FROM.isoformat()}
    framework_versions.publish(framework.parse(content, name=PREDECESSOR))


class Stage:
    """Puts people on the stage, and plays cases on days before `today`."""

    def __init__(self) -> None:
        self.today = clock.today()
        self._secret = hash_password(cast.PASSWORD)  # slow on purpose, so once for everybody
        self.staff = Staff(
            office=self._official(cast.OFFICE, "office"), lead=self._official(cast.LEAD, "assessor"),
            second=self._official(cast.SECOND, "assessor"), third=self._official(cast.THIRD, "assessor"),
            board=self._official(cast.BOARD, "board"), deputy=self._official(cast.DEPUTY, "board"),
        )  # fmt: skip
        self.hearer = self._official(cast.HEARER, "hearer")
        self.adviser = self._official(cast.ADVISER, "confidential_adviser")
        self._official(cast.SECOND_ADVISER, "confidential_adviser")
        self.organisations: dict[str, Organisation] = {}
        self.coordinators: dict[str, Person] = {}

    def person(self, name: str, email: str, *, language: str = "nl") -> Person:
        """Somebody who can sign in."""
        found = account.create_person(name=name, email=email, password=None, language=language, confirmed=True)
        found.password = self._secret
        return found

    def _official(self, who: tuple[str, str], function: str) -> Person:
        found = self.person(*who)
        membership.accept(self.invite(None, found.email, function), actor=found)
        return found

    def invite(self, organisation: Organisation | None, email: str, function: str, *, by: Person | None = None
               ) -> Membership:  # fmt: skip
        """Invite somebody, by the system when nobody else does."""
        return membership.invite(organisation=organisation, email=email, function=function, actor=by or SYSTEM)

    def ago(self, days: int) -> date:
        """Move the business date to so many days before today."""
        day = self.today - timedelta(days=days)
        clock.move_to(day)
        return day

    def register(self, host: Host) -> Organisation:
        """Register an organisation with its coordinator, once."""
        if host.key not in self.organisations:
            coordinator = self.person(host.coordinator, host.email, language=host.language)
            self.organisations[host.key] = organisations.register(host.data, person=coordinator)
            self.coordinators[host.key] = coordinator
        return self.organisations[host.key]

    def start(self, key: str, *, ago: int, words: Words | None = None, staff: Staff | None = None) -> Case:
        """Begin an application, two days before the day on which it is submitted (`ago` days before today)."""
        host = cast.hosts()[key]
        self.ago(ago + 2)
        organisation = self.register(host)
        return play.start(organisation, coordinator=self.coordinators[key], staff=staff or self.staff,
                          words=words or cast.words(host))  # fmt: skip

    def course(self, case: Case, *, ago: int, until: str, since: str = "submit") -> None:
        """Play the steps from `since` up to and including `until`, each on its day; submitted `ago` days ago."""
        names = COURSE[COURSE.index(since) : COURSE.index(until) + 1]
        for name in names:
            self.step(case, name, ago=ago)

    def step(self, case: Case, name: str, *, ago: int) -> None:
        """Play one step on its day."""
        day = self.ago(max(0, ago - PACE[name]))
        if name == "plan":
            base = day - timedelta(days=PACE["plan"])
            play.plan(case, dates=[base + timedelta(days=n) for n in VISIT_AFTER])
            return
        STEPS[name](case)

    def with_staff(self, **changes: Person) -> Staff:
        """The staff with other people in some places."""
        return dataclasses.replace(self.staff, **changes)


STEPS: dict[str, Callable[[Case], object]] = {
    "assess_lead": lambda case: play.assess(case, case.pair[0]),
    "assess_second": lambda case: play.assess(case, case.pair[1]),
    **{name: getattr(play, name) for name in PACE if hasattr(play, name)},
}
