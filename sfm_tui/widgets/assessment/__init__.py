"""Self-assessment: what a person does to one, and what it says."""
