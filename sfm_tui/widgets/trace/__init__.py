"""Why late: the breaches of some days, and the minute of one."""
