"""Rules as data, and the one pure evaluator that judges an assessment by them."""
