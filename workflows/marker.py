"""The marker for texts that the interface translates; policy itself knows no language but its own."""


def N_(message: str) -> str:
    """Mark a message for extraction and return it unchanged."""
    return message
