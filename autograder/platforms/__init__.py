"""Other systems: learning platforms that deliver submissions, rosters and take marks, and Gradescope."""
