"""The desk's view of a person's account (个人账户), each look logged."""
