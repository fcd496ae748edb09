"""The office: the formal review, from submission to public register. One use case a file, one way in: `dispatch.py`."""
