"""Rules that act by themselves: when, for whom, and what holds them back.

Everything here decides from facts and writes nothing; `jack.services.automations` stores and acts.
"""
