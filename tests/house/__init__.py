"""The conventions of this codebase, as tests. A failure says what is wrong, where, and how to mend it."""
