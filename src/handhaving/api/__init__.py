"""The service: every command and every question as a route, by the Belgian REST guide."""
