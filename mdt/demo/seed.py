"""Filling an empty database with the demonstration."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from mdt.demo import agreements, cast, credit_stories, hours, objections, questionnaires, schools, signals, years
from mdt.demo.stage import Stage, publish_frameworks
from mdt.demo.stories import STORIES
from mdt.models import Framework, db
from mdt.services import clock, passing


def is_empty() -> bool:
    """Whether nothing was seeded yet."""
    return db.session.scalar(select(Framework.version).limit(1)) is None


def accounts() -> list[tuple[str, str, str]]:
    """Who can sign in: role, e-mail address, password."""
    return [*cast.ACCOUNTS, *schools.ACCOUNTS]


def seed(_app: Flask, *, say: Callable[[str], None]) -> None:
    """Fill an empty database, in one transaction; commits. The business date is today's again afterwards."""
    publish_frameworks()
    stage = Stage()
    say("assessment frameworks, office, assessors and board")
    stories = (*STORIES, *years.STORIES)
    for number, story in enumerate(stories, 1):
        story(stage)
        db.session.flush()
        say(f"{number} of {len(stories)}: {cast.hosts()[story.__name__].name}")
    objections.tell(stage)
    say("objections in every state")
    signals.tell(stage)
    say("signals in every state")
    campus = schools.arrange(stage)
    say("schools and youths")
    completed = agreements.arrange(stage, campus)
    say("agreements")
    hours.arrange(stage)  # after the agreements under which they are made
    say("hours")
    credit_stories.arrange(stage, campus, completed)  # after the hours that they rest on
    say("study credit")
    questionnaires.arrange(stage)  # after the ends of service that they are about
    say("answers of youths")
    clock.move_to(stage.today)
    passing.work()
    db.session.commit()
