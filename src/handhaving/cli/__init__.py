"""The command line: verbs that translate, call the service or a loop, and print the answer."""
