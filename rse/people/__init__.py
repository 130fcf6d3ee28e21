"""Who works here: organisations, accounts, agents, departments, presence."""
