"""The list of drugs, services and material, and what is paid of them (医保目录)."""
