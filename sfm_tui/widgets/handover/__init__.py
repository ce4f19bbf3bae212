"""The handover: its draft, its signatures, what it says."""
