"""Pages for people: server-rendered, without inline script or style, usable without script at all."""
