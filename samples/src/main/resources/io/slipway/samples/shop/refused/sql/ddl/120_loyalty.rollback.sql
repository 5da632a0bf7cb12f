DROP TABLE shop.loyalty_entry;
DROP TABLE shop.loyalty_account;
