-- Finds the post that a network shows as a message: whoever answers there names only that.
create index delivery_by_remote_id on delivery (network, remote_id) where remote_id <> '';

pragma user_version = 2;
