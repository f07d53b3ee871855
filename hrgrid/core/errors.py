"""The errors that a use case may raise on purpose; anything else is a fault of the program."""


class UserError(Exception):
    """One Chinese sentence: which thing, what is wrong, what to do."""

    @property
    def sentence(self) -> str:
        """The sentence to show, with its full stop."""
        text = str(self.args[0])
        return text if text.endswith(("。", "！", "？", ".")) else f"{text}。"


class Refused(UserError):
    """The actor's rights or the office's policy do not allow the deed; it is put on record."""


class AlreadyDone(UserError):
    """The operation with this id is in the data already; repeating it would double it."""


class Cancelled(Exception):
    """The user cancelled; the unit of work rolls back and nobody says anything."""
