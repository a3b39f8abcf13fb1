"""The programs we lean on: which versions, where they are found, and how they get onto a machine."""
