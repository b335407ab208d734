"""Why a command on a case may be refused, by theme."""
