"""What lies outside the program: servers it starts itself, and systems it talks to."""
