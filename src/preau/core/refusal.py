"""The one exception a user is meant to read."""


class Refusal(Exception):
    """A request that cannot be met; its text is a French sentence for the person who asked.

    The sentence says what is wrong, where, and what to do next. Nothing was written when it is raised.
    """
