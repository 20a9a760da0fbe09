"""A form that can say why it was not taken, after its own fields were found in order."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm


class Refusing(FlaskForm):
    """What forms have that a rule can refuse."""

    def refuse(self, field: str | None, sentence: str) -> None:
        """Show a refusal at its field, or above the form when it belongs to none."""
        target: Any = self._fields.get(field or "")
        if target is None:
            self.form_errors.append(sentence)
        else:
            target.errors = [*target.errors, sentence]
