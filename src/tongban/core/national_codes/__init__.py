"""The national standards of medical-insurance codes (医保信息业务编码)."""
