"""What an act changes and what that does to the findings, in lines for its preview."""

from collections.abc import Sequence

from sfm_tui.domain.findings import Finding
from sfm_tui.domain.findings.worst import worst_first
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.widgets.lists.cells import wrap
from sfm_tui.widgets.lists.rows import Lines
from sfm_tui.widgets.roster.scene import Effect, Scene
from sfm_tui.widgets.roster.words import hours_words

MOST_TOLD = 8
FEW_OF_MANY = 3
MOST_WRAPPED = 3
_MARKS = {"act": ("✖", "bad"), "look": ("!", "warn")}
_LABEL = 9


def effect_lines(
    scene: Scene, effect: Effect, changes: Sequence[Change], note: str, width: int, now: int
) -> Lines:  # fmt: skip
    """What changes, what ends, what is left of it, what is new, and the hours it costs, in lines of a width."""
    lines: Lines = []
    shown = len(changes) if len(changes) <= MOST_TOLD else FEW_OF_MANY
    for told in scene.words.changes(changes[:shown]):
        first, *rest = wrap(told, width - 2, MOST_WRAPPED)
        lines += [[(first, "bold")], *([("  " + more, "bold")] for more in rest)]
    if len(changes) > shown:
        lines.append([(f"and {len(changes) - shown:,} more", "muted")])
    lines += [[(line, "muted")] for line in wrap(note, width, MOST_WRAPPED) if line]
    lines.append([])
    weighed = effect.weighed
    lines += _part(scene, "ends", weighed.gone, "nothing that is wrong now", width, now)
    if weighed.left:
        lines += _part(scene, "leaves", weighed.left, "", width, now)
    lines += _part(scene, "adds", weighed.come, "nothing that would be wrong", width, now)
    if any(change.record.noun == DutyRecord.noun for change in changes):
        lines.append([("hours".ljust(_LABEL), "accent"), (hours_words(effect.hours), "plain")])
    return lines


def _part(scene: Scene, title: str, found: Sequence[Finding], nothing: str, width: int, now: int) -> Lines:
    """The findings of one part, the worst first, as many as there is room for."""
    if not found:
        return [[(title.ljust(_LABEL), "accent"), (nothing, "muted")]]
    ends, label = title == "ends", f"{title} {len(found)}"
    lines: Lines = []
    worst = worst_first(found, now, scene.roster.posts)
    for ranked in worst[:MOST_TOLD]:
        mark, style = _MARKS[ranked.level]
        first, *rest = wrap(scene.words.finding(ranked.finding), width - _LABEL - 2, MOST_WRAPPED)
        lines.append(
            [(label.ljust(_LABEL), "accent"), (f"{mark} ", "good" if ends else style), (first, "plain")]
        )  # fmt: skip
        lines += [[(" " * (_LABEL + 2), "plain"), (more, "plain")] for more in rest]
        label = ""
    if len(worst) > MOST_TOLD:
        lines.append([(" " * _LABEL, "plain"), (f"and {len(worst) - MOST_TOLD} more", "muted")])
    return lines
