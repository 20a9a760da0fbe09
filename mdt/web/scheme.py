from flask import Blueprint
scheme = Blueprint("scheme", __name__)
