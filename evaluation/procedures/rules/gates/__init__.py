"""What each rule tests, stage by stage; numbers and consequences come from the rule in force."""
