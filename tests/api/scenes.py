"""For every command over HTTP its scene: gathered from the files of the themes."""

from service.api.http.commands.command_route import CommandRoute
from service.domain.command import Command
from tests.domain.themes_by_example import gathered_pairs
from tests.scene import Scene, Scenes

EVERY_SCENE: tuple[tuple[type[Command], Scene], ...] = tuple(gathered_pairs("SCENES"))
SCENES: Scenes = dict(EVERY_SCENE)


def scene_facts(scene: Scene) -> list[str]:
    """Return the events that the command leads to, those about clocks left out."""
    return [*scene.first, scene.event]


def name_of(route: CommandRoute) -> str:
    return route.command.__name__
