"""Nova Policy: a written DevOps assessment, kept enforced."""

__version__ = "0.1.0"
