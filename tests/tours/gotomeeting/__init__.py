"""Every operation of the simulated gotomeeting account."""
