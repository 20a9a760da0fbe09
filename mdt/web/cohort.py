from flask import Blueprint
cohort = Blueprint("cohort", __name__)
