"""The store: its file, and a noun for each kind of record, made when it is first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import zone
from sfm_tui.storage.store_file import StoreFile

if TYPE_CHECKING:
    from sfm_tui.storage.actions import Actions
    from sfm_tui.storage.assessments import Assessments
    from sfm_tui.storage.attachments import Attachments
    from sfm_tui.storage.briefing_undo import BriefingUndo
    from sfm_tui.storage.briefings import Briefings
    from sfm_tui.storage.documents import Documents
    from sfm_tui.storage.drafts import Drafts
    from sfm_tui.storage.handovers import Handovers
    from sfm_tui.storage.holds import Holds
    from sfm_tui.storage.incidents import Incidents
    from sfm_tui.storage.links import Links
    from sfm_tui.storage.measures import Measures
    from sfm_tui.storage.occurrences import Occurrences
    from sfm_tui.storage.pages import Notes, Reflections
    from sfm_tui.storage.people import People
    from sfm_tui.storage.reference import Reference
    from sfm_tui.storage.retention import Retention
    from sfm_tui.storage.roster import Rosters
    from sfm_tui.storage.sites import Sites
    from sfm_tui.storage.standards import Standards
    from sfm_tui.storage.talks import Talks
    from sfm_tui.storage.undo import Undo, What
    from sfm_tui.storage.weekly import Weekly


class Store(StoreFile):
    """An open store: what is known of each noun, and the acts on it."""

    @property
    def tz(self) -> ZoneInfo:
        """The site's time zone; UTC until one is set."""
        site = self.sites.get()
        return zone(site.timezone if site else "UTC")

    @cached_property
    def incidents(self) -> "Incidents":
        """Incidents, their stamps and log."""
        from sfm_tui.storage.incidents import Incidents

        return Incidents(self)

    @cached_property
    def occurrences(self) -> "Occurrences":
        """The occurrence book."""
        from sfm_tui.storage.occurrences import Occurrences

        return Occurrences(self)

    @cached_property
    def reference(self) -> "Reference":
        """Officers, posts, people, locations, categories."""
        from sfm_tui.storage.reference import Reference

        return Reference(self)

    def undo(self, what: "What") -> "Undo":
        """One's own last change of the settings, of topics and the like, and the way back."""
        from sfm_tui.storage.undo import Undo

        return Undo(self, what)

    @cached_property
    def roster(self) -> "Rosters":
        """The roster: who stands where and when, what was changed of it, who is on duty now."""
        from sfm_tui.storage.roster import Rosters

        return Rosters(self)

    @cached_property
    def briefings(self) -> "Briefings":
        """Briefing points: what the team is told, and who has heard it."""
        from sfm_tui.storage.briefings import Briefings

        return Briefings(self)

    @cached_property
    def briefing_undo(self) -> "BriefingUndo":
        """One's own last act on the briefing, and the way back; withdrawn points put back."""
        from sfm_tui.storage.briefing_undo import BriefingUndo

        return BriefingUndo(self)

    @cached_property
    def handovers(self) -> "Handovers":
        """Handovers from one supervisor to the next."""
        from sfm_tui.storage.handovers import Handovers

        return Handovers(self)

    @cached_property
    def talks(self) -> "Talks":
        """Toolbox talks, their topics and registers, and who is in date."""
        from sfm_tui.storage.talks import Talks

        return Talks(self)

    @cached_property
    def actions(self) -> "Actions":
        """The improvement plan: themes, actions, their steps and reviews."""
        from sfm_tui.storage.actions import Actions

        return Actions(self)

    @cached_property
    def measures(self) -> "Measures":
        """What improvement is measured by: series, readings, phases."""
        from sfm_tui.storage.measures import Measures

        return Measures(self)

    @cached_property
    def reflections(self) -> "Reflections":
        """What supervisors did and learned."""
        from sfm_tui.storage.pages import Reflections

        return Reflections(self)

    @cached_property
    def notes(self) -> "Notes":
        """Study notes: frameworks, cases, references."""
        from sfm_tui.storage.pages import Notes

        return Notes(self)

    @cached_property
    def standards(self) -> "Standards":
        """Standards, and which record is evidence for what."""
        from sfm_tui.storage.standards import Standards

        return Standards(self)

    @cached_property
    def assessments(self) -> "Assessments":
        """Self-assessment of continuous improvement."""
        from sfm_tui.storage.assessments import Assessments

        return Assessments(self)

    @cached_property
    def attachments(self) -> "Attachments":
        """Files that belong to records."""
        from sfm_tui.storage.attachments import Attachments

        return Attachments(self)

    @cached_property
    def weekly(self) -> "Weekly":
        """Weekly reviews of the figures: what was decided, and what became of it."""
        from sfm_tui.storage.weekly import Weekly

        return Weekly(self)

    @cached_property
    def documents(self) -> "Documents":
        """Documents that were made of the records."""
        from sfm_tui.storage.documents import Documents

        return Documents(self)

    @cached_property
    def sites(self) -> "Sites":
        """The site's settings."""
        from sfm_tui.storage.sites import Sites

        return Sites(self)

    @cached_property
    def links(self) -> "Links":
        """Which record came from which."""
        from sfm_tui.storage.links import Links

        return Links(self)

    @cached_property
    def holds(self) -> "Holds":
        """Legal holds: what must not go."""
        from sfm_tui.storage.holds import Holds

        return Holds(self)

    @cached_property
    def retention(self) -> "Retention":
        """What is due under the retention rules."""
        from sfm_tui.storage.retention import Retention

        return Retention(self)

    @cached_property
    def drafts(self) -> "Drafts":
        """What is being typed."""
        from sfm_tui.storage.drafts import Drafts

        return Drafts(self)

    @cached_property
    def people(self) -> "People":
        """Who is at the desk, PINs, signatures."""
        from sfm_tui.storage.people import People

        return People(self)
