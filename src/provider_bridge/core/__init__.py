"""The pure core: it describes effects and never performs one."""
