"""Who may open which part of the desk."""

from typing import Final

from tongban.core.access.actor import Actor, Role
from tongban.services.access.rules import staff

HANDLERS: Final = (
    Role.CLERK,
    Role.REVIEWER,
    Role.FINANCE,
    Role.SUPERVISOR,
    Role.ASSESSOR,
    Role.HELPER,
)
WINDOW: Final = (Role.CLERK, Role.HELPER)
CALENDAR: Final = (Role.ADMINISTRATOR, Role.CATALOGUER)
TELLERS: Final = (Role.CLERK, Role.REVIEWER, Role.HELPER, Role.SUPERVISOR)
FOLLOWERS: Final = (Role.CLERK, Role.REVIEWER, Role.SUPERVISOR)
REGISTRARS: Final = (Role.CLERK, Role.REVIEWER, Role.FINANCE, Role.SUPERVISOR)
COVERAGE: Final = (Role.SUPERVISOR, Role.CATALOGUER)
PLEDGES: Final = (Role.SUPERVISOR, Role.REVIEWER)

everybody = staff()
handlers = staff(*HANDLERS)
window = staff(*WINDOW)
finance = staff(Role.FINANCE)
supervisors = staff(Role.SUPERVISOR)
pledge_checkers = staff(*PLEDGES)
reviewers = staff(Role.REVIEWER)
tellers = staff(*TELLERS)
followers = staff(*FOLLOWERS)
registrars = staff(*REGISTRARS)
coverage_readers = staff(*COVERAGE)
calendar_keepers = staff(*CALENDAR)
cataloguers = staff(Role.CATALOGUER)

administrators = staff(Role.ADMINISTRATOR)
figure_readers = staff(Role.SUPERVISOR, Role.FINANCE, Role.CATALOGUER)
distributors = staff(Role.SUPERVISOR, Role.ADMINISTRATOR)
queue_keepers = staff(*WINDOW, Role.SUPERVISOR, Role.ADMINISTRATOR)
queue_managers = staff(Role.SUPERVISOR, Role.ADMINISTRATOR)


def has_role(actor: Actor, *roles: Role) -> bool:
    """Say whether one of the actor's rights is for one of these roles."""
    return any(grant.role in roles for grant in actor.grants)
