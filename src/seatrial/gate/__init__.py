"""Admission: subject bytes, records and a trust file to allow, deny or could not tell."""
