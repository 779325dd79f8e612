"""Machines with a secret: how one is planted, hidden, and how well it is found (toys in toy machines)."""
