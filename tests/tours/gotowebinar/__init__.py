"""Every operation of the simulated gotowebinar account."""
