"""A user's own Rego beside ours, by conftest's conventions: read, checked for silence, described, asked."""
