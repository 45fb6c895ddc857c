"""From what an engine has drawn to every page of a site."""
