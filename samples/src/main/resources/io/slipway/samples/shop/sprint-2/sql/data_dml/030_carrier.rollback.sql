DELETE FROM shop.carrier WHERE carrier_code IN ('swift', 'postrad', 'pickup');
