from flask import Blueprint
credit = Blueprint("credit", __name__)
