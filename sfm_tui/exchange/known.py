"""Whether a record that a row names is there: in the store, or among the good rows of the folder."""

from sqlalchemy import Connection

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.exchange.action_tables import ACTIONS, CYCLE, KEY_MARK, MEASURES
from sfm_tui.exchange.rows import keys_of, keys_there
from sfm_tui.exchange.seen import Seen
from sfm_tui.exchange.tables import BY_NOUN
from sfm_tui.exchange.training_tables import WHO


class Known:
    """The records of the store and those that the import has found good so far."""

    def __init__(self, connection: Connection, seen: Seen) -> None:
        self._connection = connection
        self._seen = seen

    def missing(self, noun: str, keys: set[str]) -> set[str]:
        """Those of the keys that are nowhere."""
        if noun == WHO:
            return self.missing("officer", self.missing("post", keys))
        if noun == CYCLE:
            parts = {key: _cycle(key) for key in keys}
            there = keys_of(self._connection, ACTIONS, list(parts.values()))
            left = {key for key, part in parts.items() if part not in there}
            return left - self._seen.find(ACTIONS.noun, [parts[key] for key in left]).keys()
        left = keys - keys_there(self._connection, noun, keys)
        if noun == ACTIONS.noun:
            return left - self._seen.begun(noun, left)
        return left - self._seen.find(noun, [(key,) for key in left]).keys() if left else left

    def why(self, noun: str, key: str) -> str:
        """What is wrong with naming a missing record."""
        if noun == WHO:
            return f"there is no post or officer {quoted(key)}: write all, the code of a post or an officer's number"
        if noun == CYCLE:
            action, cycle = _cycle(key)
            if self.missing(ACTIONS.noun, {action}):
                return self.why(ACTIONS.noun, action)
            return f"action {quoted(action)} has no cycle {cycle}: add it to {ACTIONS.file} or name one that is there"
        if noun == MEASURES.noun and key in COMPUTED:
            return f"{quoted(key)} is computed from the log and the roster: it takes no readings"
        return (
            self.refused(noun, key)
            or f"there is no {noun} {quoted(key)}: add it to {BY_NOUN[noun].file} or name one that is there"
        )

    def refused(self, noun: str, key: str) -> str:
        """That a record stands in a bad row of the folder; nothing where it does not."""
        where = self._seen.rejected.get((noun, key))
        if where is None:
            return ""
        return f"{noun} {quoted(key)} is refused itself, in {where[0]}, line {where[1]}: put that right first"


def _cycle(key: str) -> tuple[str, int]:
    action, _, cycle = key.rpartition(KEY_MARK)
    return action, int(cycle)
