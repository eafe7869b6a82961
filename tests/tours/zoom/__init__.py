"""Every operation of the simulated zoom account."""
