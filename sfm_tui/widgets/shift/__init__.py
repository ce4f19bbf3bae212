"""The shift on duty: who stands where, check calls, cover of the hours ahead."""
