INSERT INTO shop.carrier (carrier_code, title, tracking_url) VALUES
    ('swift', 'Swift Parcel', 'https://track.swift-parcel.example/{number}'),
    ('postrad', 'PostRad – emission-free', 'https://postrad.example/sendung?nr={number}'),
    ('pickup', 'Picked up at the warehouse', NULL);
