"""handhaving: the engine with which Flanders enforces its integration duty."""
