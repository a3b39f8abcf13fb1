"""Who judges: engines that take one batch envelope and give denials with an account of what was judged."""
