"""For authors of labs: a new lab, checks of a lab, and its sample answers."""
