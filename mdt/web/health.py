"""`/health`: whether the database answers and a worker lives, for whoever watches over the service."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from mdt.models import db
from mdt.services import housekeeping
from mdt.web.access import public

health = Blueprint("health", __name__)


@health.get("/health")
@public
def index() -> Any:
    """200 when all is well and 503 when it is not; the answer says what. It tells nothing that helps an attacker."""
    try:
        db.session.execute(text("SELECT 1"))
        worker = housekeeping.worker_state()
    except SQLAlchemyError:
        return jsonify(status="unwell", database=False, worker=None), 503
    ready = worker["alive"] and worker.get("renderer", "ready") == "ready"
    return jsonify(status="well" if ready else "unwell", database=True, worker=worker), 200 if ready else 503
