"""The command line: argv in, one JSON line on stdout, an exit code out."""
