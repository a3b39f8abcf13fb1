"""From a repository to documents and facts, each value with its position."""
