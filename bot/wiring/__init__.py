"""Where the parts are joined: the only place that names concrete ones."""
