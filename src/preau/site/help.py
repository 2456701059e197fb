"""The guides: for each role what one can do, in steps, each with a picture that the browser tests take."""

from __future__ import annotations

from dataclasses import dataclass

from preau.people.roles import Role

WIDE = (1200, 720)
NARROW = (390, 720)
"""The windows that pictures are taken of, in pixels."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its title, a few sentences, and the picture of where it is done, with what it shows."""

    title: str
    text: str
    picture: str
    shows: str
    window: tuple[int, int] = WIDE

    @property
    def file(self) -> str:
        """The picture, among the static files."""
        return f"help/{self.picture}.png"


@dataclass(frozen=True, slots=True)
class Guide:
    """What a role can do in Préau, from the first visit to the last."""

    slug: str
    title: str
    whom: str
    steps: tuple[Step, ...]


OF_ROLE = {
    Role.COORDINATION: "coordination",
    Role.PREFECTURE: "troika",
    Role.EDUCATION: "troika",
    Role.TOWN: "troika",
    Role.MANAGER: "gestionnaire",
    Role.HOLDER: "porteur",
    Role.READER: "lecture",
    Role.NATIONAL: "lecture",
    Role.ADMINISTRATOR: "administration",
}
"""The guide of each role. Who leads sessions has none before there are sessions."""


def guide_of(role: str) -> str:
    """The word that names the guide of a role in an address; empty where it has none."""
    return OF_ROLE.get(Role(role), "")
