"""Personal accounts (个人账户): what is credited, who shares, when it is paid out."""
