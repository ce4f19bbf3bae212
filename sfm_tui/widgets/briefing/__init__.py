"""The day's briefing points: the view of a shift, its form, its acts."""
