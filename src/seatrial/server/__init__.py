"""An office over HTTP: thin shells around the use cases of `app/office`, one file a resource."""
