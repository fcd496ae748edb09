"""The signed record: statement, envelope, bundle, keys."""
