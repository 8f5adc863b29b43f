"""The panels of a case page: one for each command that may be given now."""

from collections.abc import Callable, Iterator
from typing import Final

from tongban.portals.desk.case import step_panels, team_panels
from tongban.portals.desk.case.panel import Panel, Scene

Builder = Callable[[Scene], Iterator[Panel]]
_BUILDERS: Final[tuple[Builder, ...]] = (
    team_panels.resuming,
    team_panels.opinions_to_give,
    step_panels.accepting,
    step_panels.reviewing,
    step_panels.assessing,
    step_panels.negotiating,
    step_panels.publicising,
    step_panels.signing,
    step_panels.paying,
    step_panels.closing,
    step_panels.refusing,
    team_panels.asking,
    team_panels.handing_over,
    team_panels.transferring,
    team_panels.extending,
    team_panels.suspending,
    team_panels.taking_back,
)


def panels_of(scene: Scene) -> tuple[Panel, ...]:
    """Return the panels of a case in the order they are needed."""
    return tuple(scene.set(panel) for build in _BUILDERS for panel in build(scene))
